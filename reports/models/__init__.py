from reports.models.figures import Figure, FigureImport
from reports.models.production import (
    Document,
    Job,
    Production,
    Snapshot,
    with_documents,
)
from reports.models.reports import (
    Answer,
    Narrative,
    Report,
    ReportingYear,
    ReportTransition,
)
from reports.models.templates import Question, ReportTemplate, Section, TableRow

__all__ = [
    "Answer",
    "Document",
    "Figure",
    "FigureImport",
    "Job",
    "Narrative",
    "Production",
    "Question",
    "Report",
    "ReportTemplate",
    "ReportTransition",
    "ReportingYear",
    "Section",
    "Snapshot",
    "TableRow",
    "with_documents",
]
