from governing.models.additions import LocalAddition
from governing.models.documents import GoverningDocument, Kind, Theme
from governing.models.reading import (
    Acknowledgement,
    GoneThrough,
    GoneThroughTransition,
)
from governing.models.reviews import ControlReview
from governing.models.versions import DocumentVersion, VersionText, VersionTransition

__all__ = [
    "Acknowledgement",
    "ControlReview",
    "DocumentVersion",
    "GoneThrough",
    "GoneThroughTransition",
    "GoverningDocument",
    "Kind",
    "LocalAddition",
    "Theme",
    "VersionText",
    "VersionTransition",
]
