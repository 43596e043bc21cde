"""The short survey about an introduction: answered without a name, read in sums."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from introductions.forms.introductions import AnswerForm, YearForm
from introductions.models import SurveyInvitation
from introductions.results import results
from introductions.views.introductions import sees_year
from organisation.models import UnitPermission
from organisation.permissions import granted_units
from sam.htmx import render_page_or_partial
from sam.sent import sent, takes_form
from ui.acting import render_form
from ui.forms import is_carried_out


@takes_form
def answer(request, pk):
    """For the new employee alone, whoever else sees the introduction."""
    asked = SurveyInvitation.objects.waiting()
    asked = asked.select_related("introduction__unit")
    invitation = get_object_or_404(
        asked, introduction=pk, introduction__person=request.user
    )
    form = AnswerForm(invitation, sent(request))
    if is_carried_out(form):
        messages.success(request, _("Thank you. Nobody can see what you answered."))
        return redirect("start")
    return render_form(
        request, form, "introductions/answer.html", introduction=invitation.introduction
    )


@require_safe
def survey(request):
    """Sums of a year, for the units whose year the person sees."""
    if not sees_year(request.user):
        raise PermissionDenied
    form = YearForm(request.GET)
    found = results(form.chosen_year)
    granted = granted_units(request.user, UnitPermission.VIEW_YEAR)
    reached = [
        each
        for each in found.values()
        if granted.reaches(each.unit, UnitPermission.VIEW_YEAR)
    ]
    context = {
        "filter_form": form,
        "year": form.chosen_year,
        "top": min(reached, key=lambda each: len(each.unit.lineage), default=None),
        "rows": [each for each in reached if each.is_shown],
        "number_hidden": sum(not each.is_shown and each.asked > 0 for each in reached),
    }
    return render_page_or_partial(
        request, "introductions/survey.html", "results", context
    )
