"""Writing checklists: a draft is a copy that is changed until it is published.

What is published never changes (the database refuses), so rounds keep what they have.
"""

from decimal import Decimal
from uuid import uuid4
from zlib import crc32

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from riskassessment.models import Checklist, Question, Section
from sam.workflow import InvalidTransition, Stale

QUESTION = (
    "text",
    "help_text",
    "legal_basis",
    "kind",
    "risk_when",
    "risk_limit",
    "low_label",
    "high_label",
    "unit_label",
)
_REMOVED = _("Someone has removed it. Nothing was saved.")
# What its writers change of each.
WRITTEN = {
    Checklist: ("name", "area", "legal_basis", "language"),
    Section: ("title",),
    Question: ("section", *QUESTION),
}


def stamp(row):
    """A number that is another one when what its writers change of the row is changed."""
    names = [row._meta.get_field(name).attname for name in WRITTEN[type(row)]]
    values = [getattr(row, name) for name in names]
    # 3 and 3.00 are the same limit.
    plain = [float(each) if isinstance(each, Decimal) else each for each in values]
    return crc32(repr(plain).encode())


# To begin


def begin(*, by, name, **head):
    """An empty draft of a checklist of our own."""
    code = f"own-{slugify(name)[:36]}-{uuid4().hex[:8]}"
    return _draft(code=code, version=1, changed_by=by, name=name, **head)


def _draft(**what):
    status = Checklist.Status.DRAFT
    return Checklist.objects.create(
        status=status, is_offered=False, is_own=True, **what
    )


@transaction.atomic
def make_own(checklist, *, by):
    """A draft with all that the checklist says; the one that is under way, if there is any.

    Questions keep their keys, so that a round finds what was answered the last time.
    """
    code = checklist.code if checklist.is_own else f"own-{checklist.code}"[:50]
    # Two who do it at once get the same draft.
    versions = Checklist.objects.filter(Q(code=checklist.code) | Q(code=code))
    list(versions.select_for_update().order_by("pk"))
    versions = versions.filter(code=code)
    if draft := versions.filter(status=Checklist.Status.DRAFT).first():
        return draft
    newest = versions.aggregate(newest=Max("version"))["newest"] or 0
    draft = _draft(
        code=code,
        version=newest + 1,
        based_on=checklist,
        changed_by=by,
        **{name: getattr(checklist, name) for name in WRITTEN[Checklist]},
    )
    _copy_sections(checklist, draft)
    return draft


def _copy_sections(source, target):
    for section in source.sections.prefetch_related("questions"):
        copy = Section.objects.create(
            checklist=target, order=section.order, title=section.title
        )
        Question.objects.bulk_create(
            Question(
                section=copy,
                order=question.order,
                key=question.key,
                **{name: getattr(question, name) for name in QUESTION},
            )
            for question in section.questions.all()
        )


# To write


def hold(draft, *, by):
    """Keep others from changing the draft until the transaction ends.

    Raises InvalidTransition when it is no draft any more.
    """
    drafts = Checklist.objects.filter(pk=draft.pk, status=Checklist.Status.DRAFT)
    if not drafts.update(changed_by=by, changed_at=timezone.now()):
        raise InvalidTransition(
            _("The draft has been published or discarded. Nothing was saved.")
        )


@transaction.atomic
def change(draft, row, *, by, version, **changes):
    """Change the row, which is of the draft or the draft itself.

    `version` is the stamp of what was read; raises Stale when the row says something
    else since, and InvalidTransition when it has been removed.
    """
    hold(draft, by=by)
    current = type(row)._base_manager.filter(pk=row.pk).first()
    if current is None:
        raise InvalidTransition(_REMOVED)
    if stamp(current) != version:
        raise Stale(current)
    if "section" in changes and changes["section"] != current.section:
        changes["order"] = _after(_still_there(draft, changes["section"]).questions)
    for name, value in changes.items():
        setattr(current, name, value)
    current.save(update_fields=changes)
    return current


@transaction.atomic
def add_section(draft, *, by, title):
    hold(draft, by=by)
    return draft.sections.create(title=title, order=_after(draft.sections))


@transaction.atomic
def add_question(draft, *, by, section, text, **what):
    hold(draft, by=by)
    key = Question.key_of(draft.code, text)
    asked = Question.objects.filter(section__checklist=draft)
    if asked.filter(key=key).exists():
        # The same words under another heading are another question.
        key = uuid4().hex
    order = _after(_still_there(draft, section).questions)
    return section.questions.create(text=text, key=key, order=order, **what)


@transaction.atomic
def move(draft, row, *, by, up):
    """Let a section, or a question in its section, change places with its neighbour."""
    hold(draft, by=by)
    siblings = row.section.questions if hasattr(row, "section") else draft.sections
    siblings = list(siblings.order_by("order"))
    if row not in siblings:
        raise InvalidTransition(_REMOVED)
    place = siblings.index(row)
    other = place - 1 if up else place + 1
    if 0 <= other < len(siblings):
        one, two = siblings[place], siblings[other]
        one.order, two.order = two.order, one.order
        type(row).objects.bulk_update([one, two], ["order"])


@transaction.atomic
def remove(draft, row, *, by):
    hold(draft, by=by)
    row.delete()


@transaction.atomic
def discard(draft, *, by):
    hold(draft, by=by)
    draft.delete()


def _still_there(draft, section):
    if not draft.sections.filter(pk=section.pk).exists():
        raise InvalidTransition(_REMOVED)
    return section


def _after(siblings):
    return (siblings.aggregate(last=Max("order"))["last"] or 0) + 1
