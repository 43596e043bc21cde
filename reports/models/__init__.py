from reports.models.decisions import CommitteeDecision
from reports.models.figures import Figure, FigureImport, ImportMapping, Target
from reports.models.metrics import (
    ComparisonFigure,
    ComparisonSeries,
    Metric,
    Quantity,
)
from reports.models.production import (
    Document,
    Job,
    Production,
    Snapshot,
    fingerprint_of,
    with_documents,
    with_editions,
)
from reports.models.reminders import ReportReminder
from reports.models.reports import Edition, Report, ReportTransition
from reports.models.templates import (
    Question,
    ReportLevel,
    ReportTemplate,
    Section,
    TableColumn,
    TableRow,
)
from reports.models.writing import Answer, CoverReport, Narrative
from reports.models.years import ReportingYear, levels_of

__all__ = [
    "Answer",
    "CommitteeDecision",
    "ComparisonFigure",
    "ComparisonSeries",
    "CoverReport",
    "Document",
    "Edition",
    "Figure",
    "FigureImport",
    "ImportMapping",
    "Job",
    "Metric",
    "Narrative",
    "Production",
    "Quantity",
    "Question",
    "Report",
    "ReportLevel",
    "ReportReminder",
    "ReportTemplate",
    "ReportTransition",
    "ReportingYear",
    "Section",
    "Snapshot",
    "TableColumn",
    "TableRow",
    "Target",
    "fingerprint_of",
    "levels_of",
    "with_documents",
    "with_editions",
]
