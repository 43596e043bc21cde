"""Personal data, said where they lie: what each field may tell of whom, and what for.

Each room says it of its own rows in a module `personal`, with a PURPOSE and a list HELD;
nothing else has to be done for its fields to stand in the register of processing (GDPR
art. 30) and to be found when somebody asks what is known about them (art. 15). A test
goes through all models, and fails for a field that nobody has thought about.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import nonmember
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Part(models.TextChoices):
    """What a person is in a record."""

    SUBJECT = "subject", _("The one whom it is about")
    AFFECTED = "affected", _("Affected by what happened")
    REPORTER = "reporter", _("Reported it")
    AUTHOR = "author", _("Wrote it")
    PARTICIPANT = "participant", _("Took part")
    RESPONSIBLE = "responsible", _("Responsible")
    MEMBER = "member", _("Member")
    ACTOR = "actor", _("Did something with it")
    READER = "reader", _("Has read it")
    RECIPIENT = "recipient", _("Was sent it")
    CONTACT = "contact", _("Can be asked about it")
    NAMED = "named", _("Is named in a text")

    # What is about these people, or was written by them, is theirs to know as a whole;
    # of the others only that they had to do with it.
    in_full = nonmember(("subject", "affected", "reporter", "author"))
    # Whose name a public document gives away: those who act for the authority.
    official = nonmember(("responsible", "member", "actor", "reader", "recipient"))


class Basis(models.TextChoices):
    """What permits it (GDPR art. 6.1, and 9.2 for health)."""

    DUTY = (
        "duty",
        _(
            "A legal obligation (GDPR art. 6.1 c): the law on the work environment, on data protection, on public records"
        ),
    )
    TASK = (
        "task",
        _("A task in the public interest (GDPR art. 6.1 e): running the municipality"),
    )
    EMPLOYMENT_LAW = (
        "employment_law",
        _("Duties and rights in employment law; data on health (GDPR art. 9.2 b)"),
    )
    CONSENT = "consent", _("Consent of the person (GDPR art. 6.1 a)")


class Recipient(models.TextChoices):
    MANAGERS = "managers", _("Managers of the unit and those above")
    REPRESENTATIVES = "representatives", _("Safety representatives")
    HR = "hr", _("HR")
    BODIES = "bodies", _("Committees and groups of the municipality")
    AUTHORITIES = (
        "authorities",
        _("The work environment authority, and the insurer, when the law demands it"),
    )
    COLLEAGUES = "colleagues", _("Employees of the same unit")
    ALL_EMPLOYEES = "all", _("All employees")
    ADMINISTRATORS = "administrators", _("Those who run the program")
    OFFICER = "officer", _("The data protection officer")
    PUBLIC = "public", _("Anybody, as figures or a public document")


class Reason(models.TextChoices):
    """Why a text, a file or a link to nobody in particular holds no personal data."""

    WORDS = "words", _("Words of the municipality about its forms and its organisation")
    CODE = "code", _("A code, a number of a case or a setting")
    SECRET = "secret", _("A key or its fingerprint, of no meaning by itself")
    FIGURES = "figures", _("Figures on many")
    ELSEWHERE = "elsewhere", _("A list of what stands in other records")
    FLEETING = "fleeting", _("Lies for a short time and is what somebody sent in")


@dataclass(frozen=True)
class Purpose:
    """Why a room holds personal data, in the words of the register."""

    code: str
    title: Any
    why: Any
    basis: tuple[Basis, ...] = (Basis.DUTY,)
    recipients: tuple[Recipient, ...] = (Recipient.MANAGERS, Recipient.HR)


@dataclass(frozen=True)
class Held:
    """One model: which of its fields tell of persons; those named as usual need no word.

    Names of fields stand in one text, with spaces between.
    """

    # As “Incident” of the own room, or “account.EmailAddress” of a library.
    model: str
    # Links to accounts, and names, e-mails and telephones that were written.
    people: Mapping[str, Part] = field(default_factory=dict)
    names: Mapping[str, Part] = field(default_factory=dict)
    # What may name or tell of anybody.
    texts: str = ""
    # Data on health or what else is special (GDPR art. 9), also in a code.
    health: str = ""
    # Photos, drawings, files.
    files: str = ""
    without: Mapping[Reason, str] = field(default_factory=dict)
    # The link to the record that this one is a part of.
    within: str = ""
    # Where it is not the room's own.
    purpose: Purpose | None = None


# Links that are called so in every room, and what the person is there.
_ACTED = """
    by added_by answered_by approved_by begun_by called_by changed_by confirmed_by
    created_by decided_by evaluated_by marked_by nominated_by noted_by opened_by
    lifted_by made_by ordered_by placed_by planned_by prepared_by proposed_by
    registered_by sent_by shared_by signed_by
    started_by taken_by waived_by written_by
"""
USUAL_PEOPLE = {
    **dict.fromkeys(_ACTED.split(), Part.ACTOR),
    "responsible": Part.RESPONSIBLE,
    "recipient": Part.RECIPIENT,
    "receiver": Part.RECIPIENT,
    "handed_to": Part.RECIPIENT,
}
# Texts that are called so in every room and tell of nobody.
_CODES = """
    code case_number registry_number paragraph language languages token_hash code_hash
    pgh_label from_status to_status fingerprint sha256 content_type
"""
USUAL_CODES = frozenset(_CODES.split())
# What is written beside any move of any record.
USUAL_TEXTS = frozenset(["note"])
