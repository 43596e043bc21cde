"""Reporting and following up without an account."""

from functools import wraps

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_POST,
    require_safe,
)

from attachments.waiting import sender_of
from incidents import dialogue, following, links, reporting
from incidents.forms.dialogue import RemarkForm
from incidents.forms.public import FollowForm, PublicReportForm
from incidents.views.opened import by_link, open_to_all
from incidents.views.proof import ask_for_proof, render_proof, serve_proof
from organisation.models import Unit
from sam.sent import takes_form
from ui.searching import render_matches


@open_to_all
@by_link
@takes_form
def report(request, link):
    if request.method != "POST":
        return _render_form(request, PublicReportForm(link=link))
    if not links.may_try(request, link):
        return _too_many(request, PublicReportForm(request.POST, link=link))
    form = PublicReportForm(
        request.POST, request.FILES, link=link, sender=sender_of(request)
    )
    if not form.is_valid():
        # To be warned is not to have done wrong.
        return _render_form(request, form, status=200 if form.is_warned else 422)
    if not links.may_report(request, link):
        form.hold_photos()
        return _too_many(request, form)
    told = form.report()
    incident = reporting.report(**told)
    return following.open_case(redirect("public:receipt"), incident, told["words"])


def _too_many(request, form):
    form.add_error(
        None,
        _(
            "Very many reports have come from here in a short time. What you wrote is "
            "still here: send it again in a while, or tell your manager."
        ),
    )
    return _render_form(request, form, status=429)


def _render_form(request, form, status=200):
    context = {"form": form, "link": form.link}
    return render(request, "incidents/public/report.html", context, status=status)


@open_to_all
@by_link
@require_safe
def unit_options(request, link):
    if not links.may_search(request, link):
        return render_matches(request, Unit.objects.none())
    return render_matches(request, Unit.objects.existing())


@open_to_all
@takes_form
def follow(request):
    """The report, for whoever knows its number and words."""
    if request.method != "POST":
        incident = following.followed(request)
        if incident:
            return _render_followed(request, incident)
        return _render_follow_form(request, FollowForm())
    form = FollowForm(request.POST)
    if not form.is_valid():
        return _render_follow_form(request, form, status=422)
    try:
        incident = following.find(request, **form.cleaned_data)
    except following.TriedTooOften:
        _ask_to_wait(form)
        return _render_follow_form(request, form, status=429)
    if not incident:
        form.add_error(None, _("The number and the words do not belong together."))
        return _render_follow_form(request, form, status=422)
    return following.open_case(redirect("public:follow"), incident)


def _ask_to_wait(form):
    form.add_error(None, _("Too many tries. Wait a minute, then try again."))


def _render_follow_form(request, form, status=200):
    context = {"form": form}
    return render(request, "incidents/public/find.html", context, status=status)


def of_follower(view):
    """Give the view the report that this browser follows; else ask for number and words."""

    @wraps(view)
    def found(request):
        incident = following.followed(request)
        return view(request, incident) if incident else redirect("public:follow")

    return found


def _render_followed(request, incident, form=None, status=200):
    context = {
        "incident": incident,
        "form": form,
        **following.shown(incident),
        **dialogue.shown_to_unknown(incident, form),
    }
    return render(request, "incidents/public/follow.html", context, status=status)


@open_to_all
@require_safe
@of_follower
def receipt(request, incident):
    words = following.words_of(request, incident)
    if not words:
        return redirect("public:follow")
    context = {"incident": incident, "words": words}
    return render(request, "incidents/public/receipt.html", context)


@open_to_all
@require_POST
@of_follower
def answer(request, incident):
    if not dialogue.is_open(incident):
        return redirect("public:follow")
    form = RemarkForm.sent(request.POST)
    if not form.is_valid():
        return _render_followed(request, incident, form, status=422)
    if not following.may_answer(request, incident):
        _ask_to_wait(form)
        return _render_followed(request, incident, form, status=429)
    dialogue.say(incident, by=None, is_from_reporter=True, **form.cleaned_data)
    messages.success(request, _("It is sent."))
    return redirect("public:follow")


@open_to_all
@takes_form
@of_follower
def proof(request, incident):
    if request.method == "POST":
        ask_for_proof(incident)
        return redirect("public:proof")
    return render_proof(request, incident, "incidents/public/proof.html")


@open_to_all
@require_safe
@of_follower
def proof_document(request, incident):
    return serve_proof(incident)


@open_to_all
@require_POST
def close(request):
    """Nobody who uses the device next sees the report."""
    return following.close_case(redirect("public:follow"))
