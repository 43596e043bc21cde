from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Exists, F, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplans.views.measures import measure_page
from sam.access import get_allowed
from sam.htmx import render_page_or_partial
from sam.sent import sent, takes_form
from surveys import reminding
from surveys.forms.follow_ups import (
    HANDLES,
    READS,
    SIGNS,
    FollowUpFilterForm,
    FollowUpForm,
    MunicipalForm,
)
from surveys.models import FollowUp, SurveyTheme, SurveyUnit
from surveys.results import chosen_by_frequency
from surveys.views.lists import visible
from ui.acting import act_page, is_done, render_form
from ui.forms import is_carried_out
from ui.paging import page_of


@require_safe
def follow_up_list(request, pk):
    """Which workplaces have sent their work, and what they chose."""
    survey = visible(request.user, pk)
    seen = FollowUp.objects.visible_to(request.user).filter(survey=survey)
    form = FollowUpFilterForm(request.GET, user=request.user)
    found = form.filter(seen).select_related("unit", "survey")
    found = found.annotate(number_of_measures=Count("action_plan__measures"))
    reads = _is_among(FollowUp.objects.read_by(request.user))
    everyone = list(
        seen.annotate(is_read=reads).prefetch_related("themes").only("status")
    )
    sent_in = [each for each in everyone if not each.is_written]
    context = {
        "survey": survey,
        "filter_form": form,
        "page": page_of(found.prefetch_related("themes"), request.GET, by="unit__name"),
        "number": len(everyone),
        "number_sent": len(sent_in),
        "chosen": chosen_by_frequency(survey.themes.all(), sent_in),
        "reads": any(each.is_read and each.is_written for each in everyone),
    }
    template = "surveys/follow_up_list.html"
    return render_page_or_partial(request, template, "results", context)


@require_POST
def follow_ups_remind(request, pk):
    """Those of the workplaces below that have not sent anything."""
    survey = visible(request.user, pk)
    waiting = FollowUp.objects.read_by(request.user).worked_on().filter(survey=survey)
    if not waiting.exists():
        raise Http404
    reminding.remind_now(waiting)
    messages.success(request, _("Those who have not sent their work are reminded."))
    return redirect("surveys:follow_up_list", pk)


@require_safe
def follow_up(request, pk):
    found = _visible(request.user, pk)
    acts = _acts_of(found)
    context = {
        "follow_up": found,
        "acts": {name: act.label for name, act in acts.items()},
        "handles": found.may_handle,
        "measures": found.measures().annotate(needs_because=F("municipal__reason"))
        if found.action_plan_id
        else [],
        "lacking": found.lacking() if found.is_written else [],
        "editions": found.editions.select_related("sent_by"),
        "transitions": found.transitions.select_related("by"),
        "sees_result": SurveyUnit.objects.visible_to(request.user)
        .filter(survey=found.survey_id, unit=found.unit_id)
        .exists(),
    }
    return render(request, "surveys/follow_up.html", context)


@takes_form
def follow_up_edit(request, pk):
    found = _handled(request.user, pk)
    form = FollowUpForm(found, sent(request))
    if not found.is_written:
        messages.error(request, _("It is sent. Write a new edition to change it."))
        return redirect(found)
    if is_done(request, form, _("Saved.")):
        return redirect(found)
    return render_form(
        request,
        form,
        "surveys/follow_up_form.html",
        follow_up=found,
        draft_key=f"follow-up-{pk}-{request.user.pk}",
    )


@takes_form
def follow_up_act(request, pk, name):
    found = _visible(request.user, pk)
    acts = HANDLES | SIGNS | READS
    if name not in acts:
        raise Http404
    get_allowed(_by_right(request.user, name), FollowUp.objects.filter(pk=pk), pk=pk)
    form = acts[name](found, sent(request))
    template = "surveys/follow_up_act.html"
    return act_page(request, form, found, template=template, name="follow_up")


@takes_form
def measure_add(request, pk):
    """A measure with name and date, in the follow-up's own action plan."""
    found = _handled(request.user, pk)
    theme = SurveyTheme.objects.filter(
        survey=found.survey_id, pk=_uuid(request.GET.get("theme"))
    ).first()
    name = theme.name if theme else ""
    return measure_page(
        request, found, reason=name, initial={"focus_area": name}, origin="survey"
    )


@takes_form
def municipal(request, pk, measure):
    """Say that a measure needs the municipality."""
    found = _handled(request.user, pk)
    measure = get_object_or_404(found.measures(), pk=measure)
    form = MunicipalForm(found, measure, sent(request))
    if is_carried_out(form, by=request.user):
        messages.success(
            request, _("The measure is marked as needing the municipality.")
        )
        return redirect(found)
    return render_form(
        request, form, "surveys/municipal.html", follow_up=found, measure=measure
    )


def _visible(user, pk):
    """With what the person may do with it: `may_handle`, `may_sign` and `may_read`."""
    found = FollowUp.objects.visible_to(user).annotate(
        may_handle=_is_among(FollowUp.objects.handled_by(user)),
        may_sign=_is_among(FollowUp.objects.signed_by(user)),
        may_read=_is_among(FollowUp.objects.read_by(user)),
    )
    return get_object_or_404(found.select_related("unit", "survey", "signed_by"), pk=pk)


def _is_among(rows):
    return Exists(rows.filter(pk=OuterRef("pk")))


def _handled(user, pk):
    follow_ups = FollowUp.objects.select_related("unit", "survey", "signed_by")
    return get_allowed(follow_ups.handled_by(user), follow_ups.visible_to(user), pk=pk)


def _by_right(user, name):
    follow_ups = FollowUp.objects
    if name in HANDLES:
        return follow_ups.handled_by(user)
    return follow_ups.signed_by(user) if name in SIGNS else follow_ups.read_by(user)


def _acts_of(found):
    """What the person may do with it as it stands."""
    acts = HANDLES if found.may_handle else {}
    acts = acts | (SIGNS if found.may_sign else {})
    acts = acts | (READS if found.may_read else {})
    if found.signed_at:
        acts = {
            name: act
            for name, act in acts.items()
            if name not in ("sign", "ask-to-sign")
        }
    return {name: act for name, act in acts.items() if found.status in act.starts}


def _uuid(text):
    """None where the address has something else."""
    try:
        return UUID(text or "")
    except ValueError:
        return None
