"""Answering: by a link of one's own, a workplace's code, or logged in."""

from functools import wraps
from hashlib import sha256

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from incidents.limits import address, is_within
from incidents.views.opened import open_to_all
from sam.sent import sent, takes_form
from sam.workflow import InvalidTransition
from surveys import answering
from surveys.forms.answering import AnswerForm, CodeForm
from surveys.views.lists import visible
from ui.acting import render_form


def by_way(view):
    """Give the view what the token opens; a page says why it opens nothing."""

    @wraps(view)
    def found(request, token):
        if not is_within(request, "survey_open", address(request)):
            return _gone(
                request, _("Very many have come from here. Wait a while."), 429
            )
        way = answering.way_of(token)
        if way is None:
            return _gone(request, _("The link does not work. Copy all of it."), 404)
        if reason := way.hindrance:
            return _gone(request, reason, 410)
        return view(request, token, way)

    return found


def _gone(request, reason, status):
    context = {"reason": reason}
    return render(request, "surveys/public/gone.html", context, status=status)


@open_to_all
@takes_form
def code(request):
    """For who has no e-mail: a code on paper."""
    form = CodeForm(sent(request))
    if form.is_bound and not is_within(request, "survey_open", address(request)):
        return _gone(request, _("Very many have come from here. Wait a while."), 429)
    if form.is_valid():
        return redirect("answering:answer", form.cleaned_data["code"])
    return render_form(request, form, "surveys/public/code.html")


@open_to_all
@by_way
@takes_form
def answer(request, token, way):
    if request.method == "POST" and not is_within(request, "survey", address(request)):
        return _gone(request, _("Very many have come from here. Wait a while."), 429)
    # On a device that many use, by the same code, nothing is kept.
    draft = sha256(token.encode()).hexdigest()[:16] if way.recipient else ""
    return _answer(request, way, draft, "surveys/public/answer.html")


@open_to_all
@require_safe
def thanks(request):
    return render(request, "surveys/public/thanks.html")


@never_cache
@takes_form
def answer_mine(request, pk):
    """Logged in, for who is asked and has not answered."""
    survey = visible(request.user, pk)
    way = answering.way_for(survey, request.user)
    if way is None:
        raise Http404
    if reason := way.hindrance:
        messages.info(request, reason)
        return redirect("start")
    return _answer(
        request, way, f"{pk}-{request.user.pk}", "surveys/public/answer.html"
    )


def _answer(request, way, draft, template):
    form = AnswerForm(way, sent(request))
    if form.is_valid():
        try:
            form.carry_out()
        except InvalidTransition as error:
            return _gone(request, str(error), 410)
        return redirect("answering:thanks")
    context = {
        "form": form,
        "survey": way.survey,
        "part": way.part_of_unit(),
        "draft": draft,
        "language": get_language(),
    }
    return render(request, template, context, status=422 if form.is_bound else 200)
