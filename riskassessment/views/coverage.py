from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from organisation.models import Placement, Unit, UnitPermission
from organisation.permissions import granted_units
from riskassessment.coverage import Coverage
from riskassessment.forms.coverage import CoverageForm
from riskassessment.models import Area
from sam.htmx import render_page_or_partial
from sam.replica import from_replica
from ui.paging import page_of


class Row(NamedTuple):
    unit: Unit
    state: object
    shares: list
    has_more: bool


@require_safe
@from_replica
def coverage(request):
    """Who has made this year's rounds, from the chosen unit downwards, and who has not."""
    form = CoverageForm(request.GET, user=request.user)
    granted = granted_units(request.user, UnitPermission.VIEW_ROUNDS)
    top = form.cleaned_data.get("unit")

    def is_reached(lineage):
        within = not top or top.pk in lineage
        return within and (granted.everywhere or not granted.units.isdisjoint(lineage))

    covered = Coverage(form.until, reached=is_reached)
    area = form.cleaned_data.get("area")
    lacking = covered.lacking_in(area) if area else covered.lacking
    names = Placement.objects.on(form.until).select_related("unit__parent")
    names = names.filter(unit__in=[each.unit_id for each in lacking])
    page = page_of(names, request.GET, by="name")
    states = {each.unit_id: each for each in lacking}
    context = {
        "filter_form": form,
        "year": form.chosen_year,
        "coverage": covered,
        "share": covered.share(),
        "areas": [(each, _label(each), covered.share(each)) for each in covered.areas],
        "rows": _rows(covered, top, granted),
        "page": page,
        "lacking": [(each.unit, _states(states[each.unit_id])) for each in page],
        "number_lacking": len(lacking),
    }
    return render_page_or_partial(
        request, "riskassessment/coverage.html", "results", context
    )


def _rows(covered, top, granted):
    """The units directly below the chosen one, or below the one that is the person's own."""
    own = [top.pk] if top else list(granted.units)
    units = Unit.objects.filter(Q(pk__in=own) | Q(parent__in=own)).order_by("name")
    units = list(units.select_related("parent"))
    below = [unit for unit in units if unit.parent_id in own]
    if len(own) > 1 or not below:
        below = [unit for unit in units if unit.pk in own]
    parts = [(unit, covered.below(unit.pk)) for unit in below]
    return [
        Row(
            unit,
            part.state,
            [(_label(area), part.share(area)) for area in covered.areas],
            len(part.workplaces) > 1,
        )
        for unit, part in parts
        if part.workplaces
    ]


def _states(workplace):
    return [
        (_label(area), state, area in workplace.on_the_way)
        for area, state in workplace.areas.items()
    ]


def _label(area):
    return Area(area).label if area else _("A round of any kind")
