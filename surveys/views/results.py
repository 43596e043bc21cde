from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from organisation.models import Level
from surveys import exporting
from surveys.models import SurveyUnit
from surveys.results import Result, compared
from surveys.views.lists import visible
from ui.paging import page_of


def parts_for(user, survey):
    """The parts whose results the person reads."""
    if not survey.has_results:
        return SurveyUnit.objects.none()
    return SurveyUnit.objects.visible_to(user).filter(survey=survey)


@require_safe
def result(request, pk, unit):
    survey = visible(request.user, pk)
    part = _part(request.user, survey, unit)
    result = Result(part, reader=request.user)
    follow_up = result.follow_ups.get(survey.pk)
    last = result.previous and result.follow_ups.get(result.previous.pk)
    context = {
        "survey": survey,
        "part": part,
        "result": result,
        "follow_up": follow_up,
        "may_add": bool(follow_up and follow_up.is_handled and follow_up.is_written),
        "last": last,
        "last_measures": last.measures() if last and last.action_plan_id else [],
    }
    page = "result_paper" if "print" in request.GET else "result"
    return render(request, f"surveys/{page}.html", context)


def _part(user, survey, unit):
    part = get_object_or_404(parts_for(user, survey), unit=unit)
    part.survey = survey
    return part


@require_safe
def export(request, pk, unit):
    """The unit's figures, with those of all below it that the reader sees."""
    survey = visible(request.user, pk)
    part = _part(request.user, survey, unit)
    parts = parts_for(request.user, survey).within(part)
    name = _("survey-%(year)s") % {"year": survey.year}
    return exporting.as_file(
        parts.order_by().values("pk"), name=name, as_csv=request.GET.get("as") == "csv"
    )


@require_safe
def compare(request, pk):
    """Levels beside each other: those directly below a unit, and it."""
    survey = visible(request.user, pk)
    parts = parts_for(request.user, survey)
    # No database keeps a zero byte in a text.
    wanted = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    for word in wanted.split():
        parts = parts.filter(name__icontains=word)
    level = request.GET.get("level", "")
    if level in Level.values:
        parts = parts.filter(level=level)
    page = page_of(parts, request.GET, by="name")
    themes = list(survey.themes.all())
    context = {
        "survey": survey,
        "themes": themes,
        "page": page,
        "rows": compared(page.rows, themes),
        "levels": Level.choices,
        "level": level,
        "wanted": wanted,
    }
    return render(request, "surveys/compare.html", context)
