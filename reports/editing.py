"""Writing report templates: a draft is changed until it is published.

What is published never changes (the database refuses), so reports keep what they have.
"""

from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from reports.codes import free_code
from reports.completeness import review
from reports.loading import add_chapters
from reports.metrics import Sex
from reports.models import (
    Question,
    ReportTemplate,
    Section,
    TableColumn,
    TableRow,
)
from reports.periods import Span
from reports.template_files import MOST, chapters_of, read, too_many
from reports.using import hold_metrics
from sam.workflow import InvalidTransition
from ui import drafting
from ui.drafting import (
    change_places,
    hold,
    order_after,
    removed,
    still_there,
    unchanged,
)

Status = ReportTemplate.Status
YEARS_OF_A_SERIES = 5
# What is the same for every draft.
remove, discard = drafting.remove, drafting.discard


def stamp(row):
    """A number that is another one when what its writers change of the row is changed."""
    return drafting.stamp(row, row.WRITTEN)


# To begin


def begin(*, by, name, **head):
    """An empty draft of a template of our own."""
    return _draft(code=_own_code(name), version=1, changed_by=by, name=name, **head)


@transaction.atomic
def make_version(template, *, by):
    """The draft of the template's next version; the one that is under way, if any.

    Sections and questions keep their codes, so that what was answered the last time is
    found.
    """
    # Two who do it at once get the same draft.
    versions = ReportTemplate.objects.filter(code=template.code)
    list(versions.select_for_update().order_by("pk"))
    if draft := versions.filter(status=Status.DRAFT).first():
        return draft
    return _copy(template, code=template.code, name=template.name, by=by)


@transaction.atomic
def copy(template, *, by):
    """A draft of another template that says the same, to be made into something else."""
    name = _("%(name)s (copy)") % {"name": template.name}
    return _copy(template, code=_own_code(template.name), name=name[:200], by=by)


@transaction.atomic
def take_in(content, *, by):
    """A draft of what a file says: of the next version, where its code is known here.

    Raises Refused with all that is wrong, and InvalidTransition while there is a draft.
    """
    head, chapters = read(content)
    head.pop("version", None)
    code = head.pop("code", "") or _own_code(head["name"])
    versions = ReportTemplate.objects.filter(code=code)
    list(versions.select_for_update().order_by("pk"))
    if versions.filter(status=Status.DRAFT).exists():
        raise InvalidTransition(
            _("There is a draft of this template already. Publish or discard it first.")
        )
    draft = _draft(code=code, version=_next(code), changed_by=by, **head)
    add_chapters(draft, chapters)
    return draft


def _copy(template, *, code, name, by):
    head = {each: getattr(template, each) for each in ReportTemplate.WRITTEN}
    draft = _draft(
        **head | {"name": name},
        code=code,
        version=_next(code),
        based_on=template,
        changed_by=by,
    )
    add_chapters(draft, chapters_of(template))
    return draft


def _draft(**what):
    return ReportTemplate.objects.create(status=Status.DRAFT, **what)


def _own_code(name):
    return f"own-{slugify(name)[:36]}-{uuid4().hex[:8]}"


def _next(code):
    versions = ReportTemplate.objects.filter(code=code)
    return (versions.aggregate(newest=Max("version"))["newest"] or 0) + 1


# To write


@transaction.atomic
def change(draft, row, *, by, version, **changes):
    """Change the row, which is of the draft or the draft itself.

    `version` is the stamp of what was read; raises Stale when the row says something
    else since, and InvalidTransition when it has been removed.
    """
    hold(draft, by=by)
    current = unchanged(row, version=version, names=row.WRITTEN)
    for name, value in changes.items():
        setattr(current, name, value)
    current.save(update_fields=changes)
    return current


@transaction.atomic
def add_section(draft, *, by, kind, after=None, **what):
    """At the end, or behind the section `after`."""
    hold(draft, by=by)
    _require_room(draft.sections, "sections")
    kind_code = kind.replace("_", "-")
    taken = draft.sections.values_list("code", flat=True)
    code = free_code(what.get("title", ""), taken, otherwise=kind_code)
    order = order_after(draft.sections)
    if after is not None:
        order = still_there(draft.sections, after).order + 1
        draft.sections.filter(order__gte=order).update(order=F("order") + 1)
    return draft.sections.create(kind=kind, code=code, order=order, **what)


@transaction.atomic
def add_part(draft, section, *, by, name, **what):
    """A row, column or question at the end of its section."""
    hold(draft, by=by)
    still_there(draft.sections, section)
    return _add_parts(section, name, [what])[0]


@transaction.atomic
def add_years(draft, section, *, by):
    """Columns of the period and those of the four years before it."""
    hold(draft, by=by)
    still_there(draft.sections, section)
    years = [{"years_back": back} for back in range(YEARS_OF_A_SERIES)]
    return _add_parts(section, "columns", years)


@transaction.atomic
def add_comparison(draft, section, *, by):
    """Columns of the period, of that compared with, and of the difference; what is there
    of them is not added again."""
    hold(draft, by=by)
    still_there(draft.sections, section)
    columns = section.columns.filter(years_back=0)
    figures = columns.filter(kind=TableColumn.Kind.FIGURE)
    there = set(figures.values_list("span", flat=True))
    added = [
        {"span": span} for span in (Span.PERIOD, Span.COMPARED) if span not in there
    ]
    if not columns.filter(kind=TableColumn.Kind.DIFFERENCE).exists():
        added.append({"kind": TableColumn.Kind.DIFFERENCE})
    return _add_parts(section, "columns", added)


@transaction.atomic
def add_sexes(draft, section, *, by, metric):
    """Rows of a metric: of all, of women and of men."""
    hold(draft, by=by)
    still_there(draft.sections, section)
    # What is printed is in the municipality's language, whoever writes.
    with override(settings.LANGUAGE_CODE):
        labels = [("", metric.label), *((sex, str(sex.label)) for sex in Sex)]
    rows = [{"metric": metric, "sex": sex, "label": label} for sex, label in labels]
    return _add_parts(section, "rows", rows)


@transaction.atomic
def move(draft, row, *, by, up):
    """Let a section, or a part in its section, change places with its neighbour."""
    hold(draft, by=by)
    change_places(row, siblings_of(draft, row), up=up)


@transaction.atomic
def place(draft, section, *, by, after):
    """Put the section behind another one, or first."""
    hold(draft, by=by)
    sections = list(draft.sections.order_by("order"))
    if section not in sections or (after and after not in sections):
        raise removed()
    sections.remove(section)
    sections.insert(sections.index(after) + 1 if after else 0, section)
    for order, each in enumerate(sections, start=1):
        each.order = order
    Section.objects.bulk_update(sections, ["order"])


@transaction.atomic
def number_anew(draft, *, by):
    """Count the numbered sections 1, 1.1, 1.2, 2 in the order in which they stand."""
    hold(draft, by=by)
    sections = list(draft.sections.exclude(number="").order_by("order"))
    counted: list[int] = []
    for section in sections:
        level = min(section.level, len(counted) + 1)
        counted = [*counted[:level], *[0] * (level - len(counted))]
        counted[-1] += 1
        section.number = ".".join(map(str, counted))
    Section.objects.bulk_update(sections, ["number"])


def reviewed(draft):
    """What tells the draft as it stands from the one that somebody changes later."""
    return draft.changed_at.isoformat()


@transaction.atomic
def publish(draft, *, by, stamp):
    """From now on reports can be begun with it.

    `stamp` is `reviewed` of the draft that was looked at; raises InvalidTransition when it
    has been changed since.
    """
    locked = ReportTemplate.objects.select_for_update().filter(pk=draft.pk).first()
    hold(draft, by=by)
    if reviewed(locked) != stamp:
        raise InvalidTransition(
            _(
                "The draft has been changed since you looked at it. Look at it again"
                " before you publish it."
            )
        )
    hold_metrics(_metrics_in(draft))
    if wrong := review(draft).wrong:
        raise InvalidTransition(wrong[0].what)
    draft.publish()


def _metrics_in(draft):
    rows = TableRow.objects.filter(section__template=draft, metric__isnull=False)
    return [*draft.key_metrics, *rows.values_list("metric", flat=True)]


def siblings_of(draft, row):
    """The rows among which it has its place."""
    if isinstance(row, Section):
        return draft.sections.all()
    return type(row).objects.filter(section=row.section_id)


def _add_parts(section, name, added):
    siblings = getattr(section, name)
    _require_room(siblings, name, len(added))
    order = order_after(siblings)
    if name == "questions":
        asked = Question.objects.filter(section__template=section.template_id)
        taken = asked.values_list("code", flat=True)
        added = [
            what | {"code": free_code(what["text"], taken, otherwise="question")}
            for what in added
        ]
    return siblings.bulk_create(
        siblings.model(section=section, order=order + place, **what)
        for place, what in enumerate(added)
    )


def _require_room(siblings, name, number=1):
    if siblings.count() + number > MOST[name]:
        raise InvalidTransition(too_many(name))
