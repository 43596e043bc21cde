from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplans import exporting
from actionplans.forms.filters import MeasureFilterForm
from actionplans.models import ActionPlan, Measure
from attachments.serving import serve_workbook
from sam.htmx import render_page_or_partial
from ui.paging import page_of


@require_safe
def measure_list(request):
    form = MeasureFilterForm(request.GET, user=request.user)
    measures = form.filter(Measure.objects.visible_to(request.user).with_source())
    context = {
        "filter_form": form,
        "columns": form.chosen_columns,
        "page": page_of(measures, request.GET, by=form.order),
        "closed_units": ActionPlan.objects.moved_by(request.user).closed_units(),
    }
    return render_page_or_partial(
        request, "actionplans/measure_list.html", "results", context
    )


@require_safe
def measure_export(request):
    """All that the list shows, on however many pages, with its columns."""
    form = MeasureFilterForm(request.GET, user=request.user)
    measures = form.filter(Measure.objects.visible_to(request.user).with_source())
    sign = form.order[: form.order.startswith("-")]
    measures = measures.order_by(form.order, f"{sign}pk")
    file = exporting.as_file(measures, form.chosen_columns, request=request)
    return serve_workbook(file, _("Measures") + ".xlsx")
