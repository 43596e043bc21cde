"""Kinds of records: which rule holds for each, and what would go by it."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from attachments.serving import serve_workbook
from attachments.spreadsheets import workbook
from organisation.models import Country, Municipality, Unit
from retention.due import Counted, Decided, is_warned_of
from retention.forms.rules import KindFilterForm, RuleForm
from retention.forms.runs import OnForm
from retention.models import Rule
from retention.models.rules import says
from retention.rights import archivist_required, keeps, overseer_required
from sam.dates import today
from sam.htmx import render_page_or_partial
from sam.keeping import kinds
from sam.sent import sent, takes_form
from ui.acting import form_page
from ui.paging import page_of

# So many units are shown; a large municipality has hundreds.
MOST_UNITS = 20


@dataclass
class KindRow:
    kind: object
    rules: list
    counted: Counted
    country: str

    @property
    def proposal(self):
        return proposed(self.kind, self.country)


def proposed(kind, country):
    """What municipalities of the country often decide, in words."""
    proposal = kind.proposed.get(Country(country).name)
    return says(proposal.action, proposal.months) if proposal else ""


@require_safe
@overseer_required
def kind_list(request):
    form = KindFilterForm(request.GET)
    decided = Decided(today())
    counted = decided.counted()
    country = Municipality.objects.country()
    rows = [
        KindRow(
            kind,
            decided.rules.get(code, []),
            counted.get(code, Counted(code, 0, 0, 0, 0, 0)),
            country,
        )
        for code, kind in kinds().items()
    ]
    shown = sorted(form.filter(rows), key=lambda row: str(row.kind.label).casefold())
    context = {
        "filter_form": form,
        "rows": shown,
        "without": sum(not row.rules for row in rows),
    }
    template = "retention/kind_list.html"
    return render_page_or_partial(request, template, "results", context)


@require_safe
@overseer_required
def kind_detail(request, code):
    kind = kind_or_404(code)
    form = OnForm(request.GET)
    decided = Decided(form.day())
    context = {
        "kind": kind,
        "on_form": form,
        "on": decided.on,
        "counted": next(iter(Counted(*row) for row in decided.counting(kind)), None),
        "in_force": decided.rules.get(code, []),
        "earlier": Rule.objects.filter(kind=code).exclude(
            pk__in=[rule.pk for rule in decided.rules.get(code, [])]
        ),
        "proposal": proposed(kind, Municipality.objects.country()),
        "by_unit": _by_unit(decided, kind),
        "can_decide": keeps(request.user),
        "is_warned_of": is_warned_of(kind),
    }
    return render(request, "retention/kind_detail.html", context)


def _by_unit(decided, kind):
    """(unit or None, due, held, ready), those with the most first; the file has all."""
    counted = (
        decided.due(kind)
        .values_list("kept_unit")
        .annotate(
            due=Count("pk"),
            held=Count("pk", filter=Q(is_held=True)),
            ready=Count("pk", filter=Q(is_ready=True)),
        )
    )
    rows = list(counted.order_by("-due", "kept_unit")[:MOST_UNITS])
    units = Unit.objects.in_bulk([unit for unit, *_numbers in rows if unit])
    return [(units.get(unit), *numbers) for unit, *numbers in rows]


@takes_form
@archivist_required
def rule_add(request, code):
    kind = kind_or_404(code)
    proposal = proposed(kind, Municipality.objects.country())
    lead = _("Proposal: %(rule)s. It is in force when you have decided it.")
    return form_page(
        request,
        RuleForm(kind, sent(request)),
        title=_("Decide how long: %(kind)s") % {"kind": kind.label},
        lead=lead % {"rule": proposal} if proposal else "",
        button=_("Put the rule in force"),
        back=reverse("retention:kind_detail", args=[code]),
        back_words=kind.label,
        to=reverse("retention:kind_detail", args=[code]),
        done=_("The rule is in force. Owners are warned before anything is destroyed."),
    )


@dataclass
class DueRow:
    """A record as the archivist sees it: number, unit and dates, nothing of what it says."""

    kind: object
    row: object
    rule: Rule
    unit: Unit | None
    address: str = ""

    @cached_property
    def number(self):
        return self.kind.name_of(self.row) if self.kind.known_as else ""

    @property
    def short_key(self):
        return self.row.kept_key[:8]

    @property
    def due_on(self):
        return self.rule.due_on(self.row.kept_closed)

    @property
    def state(self):
        """(words, tone) of whether it can go."""
        if self.row.is_held:
            return _("Under legal hold"), "warning"
        if self.row.is_ready:
            return _("Can be destroyed"), "neutral"
        return _("Its owner has not been warned long enough"), "info"


@require_safe
@archivist_required
def due_list(request, code):
    kind = kind_or_404(code)
    form = OnForm(request.GET)
    decided = Decided(form.day())
    due = decided.due(kind)
    unit = _unit_of(request.GET)
    if unit:
        due = due.filter(kept_unit=unit.pk)
    page = page_of(due, request.GET, by=kind.model._meta.pk.name)
    page.rows = _rows(kind, decided, page.rows, request.user)
    context = {
        "kind": kind,
        "unit": unit,
        "on": decided.on,
        "page": page,
        "filter_form": form,
    }
    template = "retention/due_list.html"
    return render_page_or_partial(request, template, "results", context)


def _unit_of(query):
    key = query.get("unit", "")
    try:
        return Unit.objects.filter(pk=key).first() if key else None
    except (ValueError, ValidationError):
        return None


def _rows(kind, decided, found, user):
    rules = {rule.pk: rule for rule in decided.rules[kind.code]} if found else {}
    units = Unit.objects.in_bulk({row.kept_unit for row in found if row.kept_unit})
    seen = visible(kind, [row.pk for row in found], user)
    return [
        DueRow(
            kind,
            row,
            rules[row.kept_rule],
            units.get(row.kept_unit),
            row.get_absolute_url() if row.pk in seen else "",
        )
        for row in found
    ]


def visible(kind, keys, user):
    """Which of the records the person may open."""
    manager = kind.model._default_manager
    if not hasattr(manager, "visible_to") or not hasattr(
        kind.model, "get_absolute_url"
    ):
        return set()
    seen = manager.visible_to(user).filter(pk__in=keys)
    return set(seen.order_by().values_list("pk", flat=True))


@require_safe
@archivist_required
def due_file(request, code):
    kind = kind_or_404(code)
    decided = Decided(OnForm(request.GET).day())
    name = f"{kind.label} {decided.on}.xlsx"
    return serve_workbook(workbook(str(kind.label)[:31], _lines(kind, decided)), name)


def _lines(kind, decided):
    yield [_("Number"), _("Unit"), _("Closed on"), _("Due to be destroyed"), _("State")]
    rules = {rule.pk: rule for rule in decided.rules.get(kind.code, ())}
    names = dict(Unit.objects.values_list("pk", "name"))
    for row in decided.due(kind).order_by("pk").iterator(chunk_size=2_000):
        each = DueRow(kind, row, rules[row.kept_rule], None)
        yield [
            each.number or each.short_key,
            names.get(row.kept_unit, ""),
            row.kept_closed,
            each.due_on,
            each.state[0],
        ]


def kind_or_404(code):
    if not (kind := kinds().get(code)):
        raise Http404
    return kind
