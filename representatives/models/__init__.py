from representatives.models.requests import RepRequest, RequestTransition
from representatives.models.stops import StopTransition, StopWork

__all__ = ["RepRequest", "RequestTransition", "StopTransition", "StopWork"]
