from directory.models.accounts import AccountEvent
from directory.models.calls import Call, Run
from directory.models.groups import Given, Group, GroupRole
from directory.models.leaving import HandedOver, Leaving
from directory.models.tokens import Removal, Token

__all__ = [
    "AccountEvent",
    "Call",
    "Given",
    "Group",
    "GroupRole",
    "HandedOver",
    "Leaving",
    "Removal",
    "Run",
    "Token",
]
