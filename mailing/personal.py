"""What e-mails tell of persons; see sam.personal."""

from django.utils.translation import gettext_lazy as _

from sam.personal import Basis, Held, Part, Purpose, Reason, Recipient

PURPOSE = Purpose(
    "mail",
    _("E-mails that the program sends"),
    _("Tasks and answers reach people, and one can see whether an e-mail arrived."),
    (Basis.TASK,),
    (Recipient.ADMINISTRATORS,),
)
HELD = [
    Held(
        "Message",
        people={"recipient": Part.SUBJECT},
        names={"address": Part.SUBJECT},
        texts="body",
        without={
            # Never names a person.
            Reason.WORDS: "subject",
            Reason.ELSEWHERE: "html",
            Reason.CODE: "unsubscribe_path path about error",
        },
    ),
]
