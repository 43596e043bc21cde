from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from organisation.models import UnitPermission
from organisation.permissions import granted_units
from sam.access import get_allowed
from sam.htmx import render_page_or_partial
from sam.sent import sent, takes_form
from sam.workflow import MOVED_ON
from surveys.forms.surveys import ACTS, SettingsForm, SurveyFilterForm, SurveyForm
from surveys.models import Matter, Survey, SurveySettings, SurveyUnit
from surveys.participation import so_far
from surveys.views.managing import managers_only, manages_surveys
from ui.acting import act_page, is_done, render_form
from ui.forms import came_of
from ui.paging import page_of


@require_safe
def survey_list(request):
    form = SurveyFilterForm(request.GET, user=request.user)
    surveys = form.filter(Survey.objects.visible_to(request.user))
    context = {
        "filter_form": form,
        "page": page_of(surveys.select_related("unit"), request.GET, by="-closes_on"),
        "manages": manages_surveys(request.user),
    }
    template = "surveys/survey_list.html"
    return render_page_or_partial(request, template, "results", context)


@managers_only
@takes_form
def survey_add(request):
    form = SurveyForm(sent(request), by=request.user)
    if survey := came_of(form, by=request.user):
        messages.success(request, _("Saved."))
        return redirect(survey)
    draft_key = f"survey-new-{request.user.pk}"
    return render_form(request, form, "surveys/survey_form.html", draft_key=draft_key)


@takes_form
def survey_edit(request, pk):
    survey = managed(request.user, pk)
    if not survey.is_draft:
        messages.error(request, MOVED_ON)
        return redirect(survey)
    form = SurveyForm(sent(request), by=request.user, survey=survey)
    if is_done(request, form, _("Saved.")):
        return redirect(survey)
    return render_form(
        request,
        form,
        "surveys/survey_form.html",
        survey=Survey.objects.get(pk=pk),
        draft_key=f"survey-{pk}-{request.user.pk}",
    )


@require_safe
def survey_detail(request, pk):
    """How it stands, and the parts of it that one sees."""
    survey = visible(request.user, pk)
    parts = SurveyUnit.objects.visible_to(request.user).filter(survey=survey)
    manages = Survey.objects.managed_by(request.user).filter(pk=pk).exists()
    page = page_of(parts, request.GET, by="name")
    whole = survey.parts.filter(unit=survey.unit_id)
    rows = so_far(survey, [*page, *whole])
    context = {
        "survey": survey,
        "manages": manages,
        "page": page,
        "whole": rows[-1] if rows else None,
        "acts": {
            name: act.label for name, act in ACTS.items() if act.starts == survey.status
        },
        "transitions": survey.transitions.select_related("by"),
        "recipient": survey.is_open
        and survey.recipients.filter(person=request.user).first(),
        "leads": bool(granted_units(request.user, UnitPermission.VIEW_YEAR).units),
        "matters": Matter.objects.visible_to(request.user).filter(survey=survey),
    }
    return render(request, "surveys/survey_detail.html", context)


@takes_form
def survey_act(request, pk, name):
    if name not in ACTS:
        raise Http404
    survey = managed(request.user, pk)
    form = ACTS[name](survey, sent(request))
    template = "surveys/survey_act.html"
    return act_page(request, form, survey, template=template, name="survey")


@managers_only
@takes_form
def settings(request):
    form = SettingsForm(sent(request), instance=SurveySettings.objects.current())
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("surveys:survey_list")
    return render_form(request, form, "surveys/settings.html")


def visible(user, pk):
    surveys = Survey.objects.visible_to(user).select_related("unit", "questionnaire")
    return get_object_or_404(surveys, pk=pk)


def managed(user, pk):
    surveys = Survey.objects.select_related("unit", "questionnaire")
    return get_allowed(surveys.managed_by(user), surveys.visible_to(user), pk=pk)
