"""What keeps the program running tells of nobody."""

from django.utils.translation import gettext_lazy as _

from sam.personal import Basis, Held, Purpose, Reason, Recipient

PURPOSE = Purpose(
    "operations",
    _("Running the program"),
    _("What was saved is not lost, and a form that comes twice is carried out once."),
    (Basis.TASK,),
    (Recipient.ADMINISTRATORS,),
)
HELD = [
    Held("Backup", without={Reason.CODE: "name"}),
    Held("ui.SentForm", without={Reason.SECRET: "key", Reason.FLEETING: "led_to"}),
]
