from meetings.models.bodies import Body, Membership
from meetings.models.discussions import DiscussedGoal, YearlyDiscussion
from meetings.models.items import AgendaItem, ItemTransition
from meetings.models.links import Link
from meetings.models.mailbox import MailboxMatter, MatterTransition
from meetings.models.meetings import Attendance, Meeting, MeetingTransition
from meetings.models.rulings import Ruling
from meetings.models.series import MeetingSeries
from meetings.models.statements import (
    StatementDelivery,
    StatementTransition,
    YearlyStatement,
)
from meetings.models.templates import AgendaTemplate, Feed, Kind, StandingItem
from meetings.models.tools import DialogTool, GroupAgreement
from meetings.models.topics import Topic

__all__ = [
    "AgendaItem",
    "AgendaTemplate",
    "Attendance",
    "Body",
    "DialogTool",
    "DiscussedGoal",
    "Feed",
    "GroupAgreement",
    "ItemTransition",
    "Kind",
    "Link",
    "MailboxMatter",
    "MatterTransition",
    "Meeting",
    "MeetingSeries",
    "MeetingTransition",
    "Membership",
    "Ruling",
    "StandingItem",
    "StatementDelivery",
    "StatementTransition",
    "Topic",
    "YearlyDiscussion",
    "YearlyStatement",
]
