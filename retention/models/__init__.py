from retention.models.holds import Hold, Thinned, Warning
from retention.models.log import BEGINNING, Entry
from retention.models.packages import Package, Packaged
from retention.models.rules import Action, Rule
from retention.models.runs import Item, Leftover, Run, RunTransition

__all__ = [
    "BEGINNING",
    "Action",
    "Entry",
    "Hold",
    "Item",
    "Leftover",
    "Package",
    "Packaged",
    "Rule",
    "Run",
    "RunTransition",
    "Thinned",
    "Warning",
]
