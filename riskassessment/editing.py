"""Writing checklists: a draft is a copy that is changed until it is published.

What is published never changes (the database refuses), so rounds keep what they have.
"""

from uuid import uuid4

from django.db import transaction
from django.db.models import Max, Q
from django.utils.text import slugify

from riskassessment.models import Checklist, Question, Section
from ui import drafting
from ui.drafting import change_places, hold, order_after, still_there, unchanged

# What is the same for every draft.
remove, discard = drafting.remove, drafting.discard

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
# What its writers change of each.
WRITTEN = {
    Checklist: ("name", "area", "legal_basis", "language"),
    Section: ("title",),
    Question: ("section", *QUESTION),
}


def stamp(row):
    """A number that is another one when what its writers change of the row is changed."""
    return drafting.stamp(row, WRITTEN[type(row)])


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


@transaction.atomic
def change(draft, row, *, by, version, **changes):
    """Change the row, which is of the draft or the draft itself.

    `version` is the stamp of what was read; raises Stale when the row says something
    else since, and InvalidTransition when it has been removed.
    """
    hold(draft, by=by)
    current = unchanged(row, version=version, names=WRITTEN[type(row)])
    if "section" in changes and changes["section"] != current.section:
        changes["order"] = order_after(
            still_there(draft.sections, changes["section"]).questions
        )
    for name, value in changes.items():
        setattr(current, name, value)
    current.save(update_fields=changes)
    return current


@transaction.atomic
def add_section(draft, *, by, title):
    hold(draft, by=by)
    return draft.sections.create(title=title, order=order_after(draft.sections))


@transaction.atomic
def add_question(draft, *, by, section, text, **what):
    hold(draft, by=by)
    key = Question.key_of(draft.code, text)
    asked = Question.objects.filter(section__checklist=draft)
    if asked.filter(key=key).exists():
        # The same words under another heading are another question.
        key = uuid4().hex
    order = order_after(still_there(draft.sections, section).questions)
    return section.questions.create(text=text, key=key, order=order, **what)


@transaction.atomic
def move(draft, row, *, by, up):
    """Let a section, or a question in its section, change places with its neighbour."""
    hold(draft, by=by)
    siblings = row.section.questions if hasattr(row, "section") else draft.sections
    change_places(row, siblings, up=up)
