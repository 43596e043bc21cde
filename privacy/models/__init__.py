from privacy.models.extracts import Extract, Item, Passage
from privacy.models.oversight import Finding, Look, MonthReviewed
from privacy.models.register import Addition
from privacy.models.requests import (
    DataRequest,
    DataRequestTransition,
    Handout,
    KeptReading,
)

__all__ = [
    "Addition",
    "DataRequest",
    "DataRequestTransition",
    "Extract",
    "Finding",
    "Handout",
    "Item",
    "KeptReading",
    "Look",
    "MonthReviewed",
    "Passage",
]
