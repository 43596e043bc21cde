"""What files tell of persons; see sam.personal."""

from django.utils.translation import gettext_lazy as _

from sam.personal import Basis, Held, Purpose, Reason, Recipient

PURPOSE = Purpose(
    "files",
    _("Photos and documents"),
    _("What belongs to a record as a file, served through that record alone."),
    (Basis.DUTY,),
    (Recipient.MANAGERS, Recipient.HR),
)
HELD = [
    Held(
        "Attachment",
        texts="name",
        files="file thumbnail",
        without={Reason.SECRET: "waits_for"},
    ),
]
