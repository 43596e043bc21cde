"""A workplace's code, for those who have no e-mail."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from organisation.models import Unit, UnitPermission
from sam.sent import sent, takes_form
from surveys.forms.surveys import ByCodeForm
from surveys.models import Survey, SurveyUnit
from surveys.views.lists import visible
from ui.acting import render_form
from ui.forms import is_carried_out
from ui.qr import qr_code


@takes_form
def by_code(request, pk, unit):
    """How many of the workplace answer with its code, and the way to its poster."""
    survey, part = _coded(request.user, pk, unit)
    form = ByCodeForm(part, sent(request))
    if is_carried_out(form, by=request.user):
        return redirect("surveys:poster", survey.pk, unit)
    return render_form(request, form, "surveys/by_code.html", survey=survey, part=part)


@require_safe
def poster(request, pk, unit):
    """The code of a workplace on paper."""
    survey, part = _coded(request.user, pk, unit)
    path = reverse("answering:answer", args=[part.code])
    url = request.build_absolute_uri(path)
    context = {
        "survey": survey,
        "part": part,
        "address": request.build_absolute_uri(reverse("answering:code")),
        "code": qr_code(url, _("Leads to the questions of the survey.")),
    }
    return render(request, "surveys/poster.html", context)


def _coded(user, pk, unit):
    """A workplace of an open survey whose code the person may give out."""
    survey = visible(user, pk)
    part = SurveyUnit.objects.filter(survey=survey, unit=unit).first()
    managed = Survey.objects.managed_by(user).filter(pk=pk)
    led = Unit.objects.permitting(user, UnitPermission.HANDLE_YEAR).filter(pk=unit)
    if not part or not survey.is_open or not (managed.exists() or led.exists()):
        raise Http404
    part.survey = survey
    return survey, part
