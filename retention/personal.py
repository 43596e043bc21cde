"""What rules, holds and destruction tell of persons; see sam.personal."""

from django.utils.translation import gettext_lazy as _

from sam.personal import Basis, Held, Part, Purpose, Reason, Recipient

PURPOSE = Purpose(
    "retention",
    _("Retention, holds and destruction"),
    _("Records are kept and destroyed as the law says, and one can prove it."),
    (Basis.DUTY, Basis.TASK),
    (Recipient.OFFICER,),
)
_KEY = "kind record_key"
HELD = [
    Held(
        "Rule",
        names={"decided_by": Part.ACTOR},
        without={Reason.CODE: "kind variant", Reason.WORDS: "basis"},
    ),
    Held(
        "Hold",
        people={"person": Part.SUBJECT},
        texts="reason lifted_because",
        without={Reason.CODE: _KEY},
    ),
    Held("Warning", without={Reason.CODE: _KEY}),
    Held("Thinned", without={Reason.CODE: _KEY}),
    Held("Run"),
    Held("RunTransition", within="run"),
    Held(
        "Item",
        without={Reason.CODE: "kind keys reference", Reason.ELSEWHERE: "held_by"},
    ),
    Held("Leftover", without={Reason.CODE: "name"}),
    # Fingerprints: who knows a number learns whether it was destroyed, and nobody else.
    Held(
        "Entry",
        without={
            Reason.SECRET: "identities previous seal",
            Reason.CODE: "kind rule_version",
            Reason.WORDS: "basis unit_name",
        },
    ),
    Held("Package", files="file", texts="receipt", without={Reason.CODE: "kind"}),
    Held("Packaged", without={Reason.CODE: _KEY}),
]
