"""What prizes and nominations tell of persons; see sam.personal."""

from django.utils.translation import gettext_lazy as _

from sam.personal import Basis, Held, Part, Purpose, Reason, Recipient

PURPOSE = Purpose(
    "recognition",
    _("Prizes and nominations"),
    _("Good work is nominated, judged by a jury, and the winner is told to all."),
    (Basis.TASK, Basis.CONSENT),
    (Recipient.HR, Recipient.ALL_EMPLOYEES),
)
HELD = [
    Held("Award", texts="winner_motivation", without={Reason.WORDS: "name criteria"}),
    Held("AwardTransition", within="award"),
    Held("JuryMember", within="award", people={"person": Part.MEMBER}),
    Held(
        "Nomination",
        people={"nominated_by": Part.AUTHOR},
        texts="group motivation attitudes",
    ),
    Held("Score", within="nomination", texts="note"),
]
