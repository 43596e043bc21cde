from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from incidents.forms.filters import MonthForm
from incidents.month import Month, may_read
from organisation.models import Municipality, UnitPermission
from organisation.permissions import granted_units
from sam.dates import today


@require_safe
def incident_month(request):
    """For the workplace meeting and the wall."""
    form = MonthForm(request.GET)
    form.is_valid()
    unit = form.cleaned_data.get("unit") or request.user.unit
    if unit is None or not may_read(request.user, unit):
        raise Http404
    municipality = Municipality.objects.current()
    first = (form.cleaned_data.get("month") or today()).replace(day=1)
    month = Month(unit, first, country=municipality.country)
    has_role = granted_units(request.user, UnitPermission.VIEW_INCIDENTS).units
    context = {
        "municipality": municipality,
        "month": month,
        "told": list(month.told()),
        "is_last": month.next > today(),
        "filter_form": MonthForm({"unit": unit.pk, "month": f"{first:%Y-%m}"})
        if has_role
        else None,
    }
    return render(request, "incidents/month.html", context)
