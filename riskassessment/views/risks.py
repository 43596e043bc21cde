from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplans.forms import MeasureForm
from actionplans.models import RiskMatrix
from actionplans.views import render_measure_form
from riskassessment.forms.risks import RiskFilterForm
from riskassessment.models import Risk
from sam.access import get_allowed
from sam.htmx import render_page_or_partial
from ui.paging import page_of


def measure_add(request, pk):
    """Decide a measure against a risk; goes back to the risk in its round."""
    risks = Risk.objects.select_related("unit", "answer__round__unit", "change__unit")
    risk = get_allowed(
        risks.handled_by(request.user), risks.visible_to(request.user), pk=pk
    )
    form = MeasureForm(request.POST or None, unit=risk.unit)
    if form.is_valid():
        risk.add_measure(by=request.user, **form.cleaned_data)
        messages.success(request, _("The measure is added."))
        return redirect(risk.page)
    return render_measure_form(request, form, risk, reason=risk.description)


@require_safe
def risk_list(request):
    """The register: every risk that stands, the worst first, and where in the matrix."""
    form = RiskFilterForm(request.GET, user=request.user)
    risks = form.in_units(Risk.objects.visible_to(request.user))
    listed = form.of_level(risks).select_related("unit", "matrix", "answer__round")
    matrix = RiskMatrix.objects.current()
    context = {
        "filter_form": form,
        "grid": matrix.grid(risks.counted_by_cell(matrix)),
        "page": page_of(listed, request.GET, by="-weight"),
    }
    return render_page_or_partial(
        request, "riskassessment/risk_list.html", "results", context
    )
