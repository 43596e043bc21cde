"""What safety representatives' requests and stops tell of persons; see sam.personal."""

from django.utils.translation import gettext_lazy as _

from sam.personal import Basis, Held, Part, Purpose, Recipient

PURPOSE = Purpose(
    "representatives",
    _("Safety representatives' requests and stops of work"),
    _(
        "A representative asks for measures or stops dangerous work, and the employer answers in time."
    ),
    (Basis.DUTY,),
    (
        Recipient.MANAGERS,
        Recipient.REPRESENTATIVES,
        Recipient.HR,
        Recipient.AUTHORITIES,
    ),
)
HELD = [
    Held(
        "RepRequest",
        people={"representative": Part.AUTHOR},
        texts="problem wanted answer",
        files="attachments",
    ),
    Held("RequestTransition", within="request"),
    Held(
        "StopWork",
        people={"representative": Part.AUTHOR},
        names={"told": Part.RECIPIENT},
        texts="scope danger lifted_because",
    ),
    Held("StopTransition", within="stop"),
]
