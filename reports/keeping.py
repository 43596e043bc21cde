"""Annual reports, which are documents of the committees, and their figures."""

from django.utils.translation import gettext_lazy as _

from reports.models import FigureImport, Report, ReportTransition
from sam.keeping import (
    ONLY_FIGURES,
    SET_UP,
    Figures,
    RecordKind,
    destroy_texts,
    everywhere,
    moved_to,
    preserve,
)

KEPT = [
    RecordKind(
        "reports",
        _("Annual reports to committees"),
        lambda: Report.objects.all(),
        closed=moved_to(ReportTransition, "report", "presented", "archived"),
        known_as="registry_number",
        goes_too=("reports.CommitteeDecision.report",),
        proposed=everywhere(preserve()),
    ),
    RecordKind(
        "figure_imports",
        _("Files of figures that were read in"),
        lambda: FigureImport.objects.all(),
        closed="at",
        unit="",
        persons=("by",),
        # The figures refer to where they came from.
        figures=Figures(
            {"reports.FigureImport": ("sha256", "rows", "status", "at", "by")}
        ),
        proposed=everywhere(destroy_texts(years=2)),
    ),
]
STAYS = dict.fromkeys(
    [
        "reports.Quantity",
        "reports.Metric",
        "reports.ComparisonSeries",
        "reports.ReportTemplate",
        "reports.Section",
        "reports.TableRow",
        "reports.TableColumn",
        "reports.Question",
        "reports.ReportingYear",
        "reports.ImportMapping",
        "reports.Production",
    ],
    SET_UP,
) | dict.fromkeys(
    ["reports.Figure", "reports.ComparisonFigure", "reports.Target"], ONLY_FIGURES
)
