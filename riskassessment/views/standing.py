"""How a round stands, as a device reads it."""

from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from riskassessment.views.finding import visible_round
from riskassessment.views.words import in_words
from ui.persons import hides_persons


@never_cache
@require_safe
def standing(request, pk):
    """All answers, and what the device needs to send its own: asked before it does."""
    round = visible_round(request, pk)
    answers = standing_answers(round)
    return JsonResponse(
        {
            "csrf": get_token(request),
            "user": request.user.pk,
            "status": round.status,
            "is_walked": round.is_walked,
            "answers": {
                each.question_id: as_it_stands(request, each) for each in answers
            },
        }
    )


def standing_answers(round):
    answers = round.answers.select_related("risk__matrix", "answered_by")
    return answers.with_photos()


def as_it_stands(request, answer):
    """The answer as plain data; it is one of `standing_answers`."""
    name = name_of(request, answer)
    return {
        "question": answer.question_id,
        "value": answer.value,
        "comment": answer.comment,
        "by": name,
        "saved": saved_in_words(answer, name),
        "shows_risk": answer.shows_risk,
        "risk": _risk(answer.standing_risk),
        "photos": [
            _photo(answer.round_id, answer.question_id, each)
            for each in answer.pictures
        ],
    }


def name_of(request, answer):
    return (
        _("Hidden")
        if hides_persons(request)
        else answer.answered_by.name_for(request.user)
    )


def saved_in_words(answer, name):
    at = localtime(answer.answered_at)
    return _("Saved %(time)s, %(day)s, %(name)s") % {
        "time": f"{at:%H:%M}",
        "day": in_words(at.date(), "j M"),
        "name": name,
    }


def _risk(risk):
    if risk is None:
        return None
    return {
        "version": risk.version,
        "description": risk.description,
        "aspect": risk.aspect,
        "existing_measures": risk.existing_measures,
        "likelihood": risk.likelihood,
        "consequence": risk.consequence,
        "is_serious": risk.is_serious,
        "follows_level": risk.is_serious == risk.level.is_serious,
        "level": risk.level.label,
        "tone": risk.level.tone,
    }


def _photo(round, question, photo):
    return {
        "id": str(photo.pk),
        "thumbnail": reverse("riskassessment:thumbnail", args=[round, photo.pk]),
        "photo": reverse("riskassessment:photo", args=[round, photo.pk]),
        "remove": reverse(
            "riskassessment:photo_remove", args=[round, question, photo.pk]
        ),
    }
