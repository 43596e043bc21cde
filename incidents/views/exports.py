from tempfile import TemporaryFile

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from attachments.serving import serve_workbook
from incidents import exporting, tasks
from incidents.columns import COLUMNS
from incidents.forms.filters import IncidentFilterForm
from incidents.models import Export, Incident
from incidents.views.lists import address_of, chosen_by
from organisation.models import Municipality
from sam.sent import takes_form


@takes_form
def incident_export(request):
    """What the list shows as a file: at once, or by a job when it is long."""
    municipality = Municipality.objects.current()
    form = IncidentFilterForm(request.GET, country=municipality.country)
    query = address_of(form, request.GET)
    takes_all = request.POST.get("columns") == "all"
    columns = list(COLUMNS) if takes_all else chosen_by(request.user)
    sheet = exporting.Sheet(query, user=request.user, columns=columns)
    number = sheet.number(most=exporting.MOST_AT_ONCE + 1)
    if request.method != "POST":
        context = {
            "municipality": municipality,
            "filter_form": form,
            "query": query,
            "number": number,
            "most": exporting.MOST_AT_ONCE,
            "columns": sheet.columns,
        }
        return render(request, "incidents/export.html", context)
    if number > exporting.MOST_AT_ONCE:
        export = Export.objects.create(user=request.user, query=query, columns=columns)
        tasks.make_export.delay_on_commit(str(export.pk), get_language())
        return redirect("incidents:export_progress", export.pk)
    exporting.log(request.user, query, columns, number)
    file = TemporaryFile()  # noqa: SIM115, the response closes it
    sheet.write(file)
    file.seek(0)
    return _download(file)


@require_safe
def export_progress(request, pk):
    export = get_object_or_404(Export, pk=pk, user=request.user)
    template = "incidents/export_progress.html"
    partial = f"{template}#progress" if request.htmx else template
    return render(request, partial, {"export": export})


@require_safe
def export_file(request, pk):
    """To its owner alone, for a day."""
    kept = Export.objects.filter(user=request.user).exclude(file="")
    return _download(get_object_or_404(kept, pk=pk).file.open())


def _download(file):
    return serve_workbook(file, f"{Incident._meta.verbose_name_plural}.xlsx")
