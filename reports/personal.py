"""What annual reports tell of persons; see sam.personal."""

from django.utils.translation import gettext_lazy as _

from sam.personal import Basis, Held, Part, Purpose, Reason, Recipient

PURPOSE = Purpose(
    "reports",
    _("Annual reports"),
    _(
        "The work of the year is reported to the committees in figures and texts without names. Who has written them is kept."
    ),
    (Basis.DUTY, Basis.TASK),
    (Recipient.BODIES, Recipient.HR, Recipient.PUBLIC),
)
HELD = [
    Held("Quantity", without={Reason.WORDS: "label"}),
    Held("Metric", without={Reason.WORDS: "label definition", Reason.CODE: "of per"}),
    Held("ComparisonSeries", without={Reason.WORDS: "name source"}),
    Held("ComparisonFigure", without={Reason.CODE: "sex age"}),
    Held(
        "ReportTemplate",
        without={Reason.WORDS: "name title", Reason.CODE: "collects key_metrics"},
    ),
    Held(
        "Section",
        without={
            Reason.WORDS: "title guidance label_heading",
            Reason.CODE: "number levels",
        },
    ),
    Held("TableRow", without={Reason.WORDS: "label", Reason.CODE: "age"}),
    Held("TableColumn", without={Reason.WORDS: "heading", Reason.CODE: "levels"}),
    Held("Question", without={Reason.WORDS: "text"}),
    Held("Narrative", within="report", texts="text"),
    Held("Answer", within="report", texts="comment"),
    Held(
        "CoverReport",
        within="report",
        texts="summary proposal",
        without={Reason.CODE: "route"},
    ),
    Held("Report"),
    Held("ReportTransition", within="report"),
    Held(
        "Edition",
        within="report",
        texts="reason",
        without={Reason.ELSEWHERE: "changes"},
    ),
    Held("CommitteeDecision", within="report", texts="decision"),
    Held("ImportMapping", without={Reason.CODE: "name headings meanings"}),
    Held("FigureImport", without={Reason.FIGURES: "file_name file"}),
    Held("Figure", without={Reason.FIGURES: "age"}),
    Held("Snapshot", within="report", without={Reason.ELSEWHERE: "content"}),
    Held("Document", within="snapshot", without={Reason.ELSEWHERE: "file"}),
    Held("Production"),
    Held("Job", without={Reason.CODE: "error"}),
    Held("ReportReminder", people={"recipient": Part.RECIPIENT}),
]
