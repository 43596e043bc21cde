from reorganisation.models.imports import Difference, ImportSheet, OrganisationImport
from reorganisation.models.reorganisations import (
    Choice,
    Moved,
    Part,
    Reorganisation,
    ReorganisationTransition,
    Step,
)

__all__ = [
    "Choice",
    "Difference",
    "ImportSheet",
    "Moved",
    "OrganisationImport",
    "Part",
    "Reorganisation",
    "ReorganisationTransition",
    "Step",
]
