from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from riskassessment import inviting
from riskassessment.forms.reviewing import CloseForm
from riskassessment.views.finding import round_to
from riskassessment.views.rounds import must_say_why, render_round
from sam.workflow import InvalidTransition


@require_POST
def close(request, pk):
    """Finish the round: signed, with a measure or a reason for all that it found."""
    round = round_to("handle", request, pk)
    form = CloseForm(request.POST, must_say_why=must_say_why(round))
    if not form.is_valid():
        return render_round(request, round, status=422, close_form=form)
    try:
        round.close(by=request.user, **form.cleaned_data)
    except InvalidTransition as error:
        messages.error(request, error)
    else:
        inviting.closed(round)
    return redirect(round)
