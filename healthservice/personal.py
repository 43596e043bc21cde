"""What orders from the occupational health service tell of persons; see sam.personal."""

from django.utils.translation import gettext_lazy as _

from sam.personal import Basis, Held, Part, Purpose, Reason, Recipient

PURPOSE = Purpose(
    "healthservice",
    _("Orders from the occupational health service"),
    _("What is ordered and whether it helped, without saying for whom."),
    (Basis.DUTY,),
    (Recipient.MANAGERS, Recipient.HR),
)
HELD = [
    Held("ServiceKind", without={Reason.WORDS: "name"}),
    Held(
        "Supplier",
        names={"phone": Part.CONTACT, "email": Part.CONTACT},
        texts="note",
        without={Reason.WORDS: "name", Reason.CODE: "agreement"},
    ),
    Held("HealthServiceOrder", texts="aim effect"),
    Held("OrderTransition", within="order"),
]
