"""A round on paper: to fill in by hand before, and its protocol afterwards."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplans.models import RiskMatrix
from riskassessment import protocol, tasks
from riskassessment.signing import checklists_of
from riskassessment.views.checklists import readable
from riskassessment.views.finding import visible_round
from sam.sent import takes_form
from ui.kept import order_page


@require_safe
def paper(request, pk):
    """With the answers that have been given, for who goes on by hand."""
    round = visible_round(request, pk)
    sections = round.sections()
    context = {
        "round": round,
        "checklists": checklists_of(sections),
        "participants": round.walkers(),
        "sections": sections,
        "matrix": RiskMatrix.objects.current(),
    }
    return render(request, "riskassessment/paper.html", context)


@require_safe
def checklist_paper(request, pk):
    """Without a round: the workplace and the day are written by hand."""
    checklist = readable(request, pk)
    sections = list(checklist.sections.prefetch_related("questions"))
    for section in sections:
        section.asked = list(section.questions.all())
    context = {
        "round": None,
        "participants": [],
        "checklists": [checklist],
        "sections": sections,
        "matrix": RiskMatrix.objects.current(),
    }
    return render(request, "riskassessment/paper.html", context)


@takes_form
def document(request, pk):
    """The page where the protocol is ordered, waited for and fetched."""
    round = _documented(request, pk)
    language = get_language()
    return order_page(
        request,
        protocol.KEPT,
        round,
        language,
        order=lambda: tasks.make_protocol.delay_on_commit(str(pk), language),
        file_url=reverse("riskassessment:document_file", args=[pk]),
        template="riskassessment/documents/document.html",
        round=round,
    )


@require_safe
def document_file(request, pk):
    round = _documented(request, pk)
    name = _("round-%(day)s.pdf") % {"day": round.carried_out_on}
    return protocol.KEPT.serve(round, get_language(), name)


def _documented(request, pk):
    round = visible_round(request, pk)
    if round.status not in protocol.HAS_PROTOCOL:
        raise Http404
    return round
