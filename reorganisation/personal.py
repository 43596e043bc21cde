"""What reorganisations and imports tell of persons; see sam.personal."""

from django.utils.translation import gettext_lazy as _

from sam.personal import Basis, Held, Part, Purpose, Reason, Recipient

PURPOSE = Purpose(
    "reorganisation",
    _("Reorganisations and imports"),
    _("Who is employed where, and leads what, is brought in and changed at a date."),
    (Basis.TASK,),
    (Recipient.ADMINISTRATORS, Recipient.HR),
)
HELD = [
    Held(
        "OrganisationImport",
        without={
            Reason.FLEETING: "problems error refused_file",
            Reason.CODE: "name",
            Reason.FIGURES: "counts",
        },
    ),
    Held(
        "ImportSheet",
        without={
            Reason.FLEETING: "file first_rows",
            Reason.CODE: "name headers columns",
        },
    ),
    Held("Difference", texts="label before after"),
    Held("Reorganisation", texts="title reason"),
    Held("ReorganisationTransition", within="reorganisation"),
    Held("Part", people={"manager": Part.RESPONSIBLE}, without={Reason.WORDS: "name"}),
    Held("Choice", without={Reason.CODE: "kind row"}),
    Held(
        "Moved",
        without={Reason.ELSEWHERE: "before after", Reason.CODE: "kind row could_not"},
    ),
]
