from datetime import date, timedelta

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from incidents.forms.filters import PERIOD, StatisticsForm
from incidents.statistics import Figures
from organisation.models import Municipality
from sam.dates import today
from sam.replica import from_replica


@require_safe
@from_replica
def incident_statistics(request):
    municipality = Municipality.objects.current()
    country = municipality.country
    form = StatisticsForm(request.GET, country=country, user=request.user)
    form.is_valid()
    figures = Figures(form, user=request.user, country=country)
    context = {
        "municipality": municipality,
        "filter_form": form,
        "figures": figures,
        "tables": figures.tables(),
        "periods": list(_periods(form)),
    }
    return render(request, "incidents/statistics.html", context)


def _periods(form):
    """(label, the address with that period) for those that are most asked for."""
    year = today().year
    for label, since, until in [
        (_("This year"), date(year, 1, 1), date(year, 12, 31)),
        (_("Last year"), date(year - 1, 1, 1), date(year - 1, 12, 31)),
        (_("Twelve months"), _a_year_before(today()) + timedelta(days=1), today()),
    ]:
        query = form.query
        for name in PERIOD:
            query.pop(name, None)
        query["since"], query["until"] = str(since), str(until)
        query.setdefault("unit", "")
        yield label, query.urlencode()


def _a_year_before(day):
    # The 29th of February has no day a year before.
    return day.replace(
        year=day.year - 1, day=min(day.day, 28 if day.month == 2 else 31)
    )
