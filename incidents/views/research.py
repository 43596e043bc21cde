from tempfile import TemporaryFile

from django.utils.translation import gettext as _

from attachments.serving import serve_workbook
from incidents.forms.research import ResearchForm
from incidents.models import ResearchExport
from incidents.research import Sheet
from incidents.views.history import require_importer
from sam.reauthentication import recently_logged_in
from sam.sent import sent, takes_form
from ui.acting import render_form

# So many of the latest stand on the page.
SHOWN = 50


@takes_form
@recently_logged_in
def research(request):
    """The file is handed over at once and not kept; that it was is."""
    require_importer(request.user)
    form = ResearchForm(sent(request), by=request.user)
    if form.is_valid():
        return _file(form)
    exports = ResearchExport.objects.select_related("user")[:SHOWN]
    return render_form(request, form, "incidents/research.html", exports=exports)


def _file(form):
    export = form.save(commit=False)
    sheet = Sheet(export)
    export.number = sheet.number()
    export.save()
    file = TemporaryFile()  # noqa: SIM115, the response closes it
    sheet.write(file)
    file.seek(0)
    return serve_workbook(file, _("incidents-for-research.xlsx"))
