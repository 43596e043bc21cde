from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from incidents import proof as proofs
from incidents import tasks
from incidents.models import Incident
from sam.htmx import render_page_or_partial
from sam.sent import takes_form


@takes_form
def proof(request, pk):
    incident = _reported(request, pk)
    if request.method == "POST":
        ask_for_proof(incident)
        return redirect("incidents:proof", pk)
    return render_proof(request, incident, "incidents/proof.html")


@require_safe
def proof_document(request, pk):
    return serve_proof(_reported(request, pk))


def _reported(request, pk):
    return get_object_or_404(Incident.objects.filter(reported_by=request.user), pk=pk)


def ask_for_proof(incident):
    language = get_language()
    if proofs.KEPT.begin(incident, language):
        tasks.make_proof.delay_on_commit(str(incident.pk), language)


def render_proof(request, incident, template):
    state = proofs.KEPT.state(incident, get_language())
    context = {"incident": incident, "state": state}
    return render_page_or_partial(request, template, "proof", context)


def serve_proof(incident):
    name = _("report-%(number)s.pdf") % {"number": incident.number}
    return proofs.KEPT.serve(incident, get_language(), name)
