from incidents.models.causes import Cause
from incidents.models.incident import Incident, IncidentTransition

__all__ = ["Cause", "Incident", "IncidentTransition"]
