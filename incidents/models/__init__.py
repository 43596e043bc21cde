from incidents.models.access import EmergencyAccess, Reading
from incidents.models.codes import Code
from incidents.models.details import Details
from incidents.models.dialogue import Remark
from incidents.models.history_imports import HistoryImport
from incidents.models.incident import Incident, IncidentTransition
from incidents.models.investigation import Investigation
from incidents.models.links import ReportingLink
from incidents.models.lists import ChosenColumns, Export, SavedFilter
from incidents.models.notices import DutySetting, Notice
from incidents.models.research import ResearchExport

__all__ = [
    "ChosenColumns",
    "Code",
    "Details",
    "DutySetting",
    "EmergencyAccess",
    "Export",
    "HistoryImport",
    "Incident",
    "IncidentTransition",
    "Investigation",
    "Notice",
    "Reading",
    "Remark",
    "ReportingLink",
    "ResearchExport",
    "SavedFilter",
]
