"""Why a rota deviates from what is healthy, for whom and until when."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect

from riskassessment.forms.deviating import DeviationForm
from riskassessment.models import Area
from riskassessment.views.finding import round_to
from sam.sent import sent, takes_form
from sam.workflow import MOVED_ON
from ui.acting import is_done, render_form


@takes_form
def deviate(request, pk, question):
    """Of an answer of healthy scheduling that shows a risk; weighs the risk as well."""
    round = round_to("handle", request, pk)
    answers = round.answers.select_related(
        "question__section__checklist", "risk", "deviation"
    )
    answer = get_object_or_404(
        answers.filter(question__section__checklist__area=Area.SCHEDULING),
        question=question,
    )
    place = f"{round.get_absolute_url()}#question-{question}"
    if not (round.is_walked and answer.shows_risk):
        messages.error(request, MOVED_ON)
        return redirect(place)
    form = DeviationForm(answer, sent(request))
    if is_done(request, form):
        return redirect(place)
    return render_form(
        request,
        form,
        "riskassessment/deviate.html",
        answer=answer,
        place=place,
        language=answer.question.section.checklist.language,
    )
