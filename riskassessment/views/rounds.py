from django.shortcuts import render
from django.views.decorators.http import require_safe

from riskassessment.forms.reviewing import HandBackForm, add_review_forms
from riskassessment.forms.walking import SubmitForm, add_walk_forms
from riskassessment.views.finding import visible_round
from riskassessment.views.left import left_of
from riskassessment.views.signing import sign_form


@require_safe
def round_detail(request, pk):
    return render_round(request, visible_round(request, pk))


def render_round(request, round, *, status=200, sent=None, **forms):
    """The page of a round: to walk, to review or to read; `forms` are those sent in."""
    sections = round.sections()
    context = {"round": round, "sections": sections, "participants": round.walkers()}
    if round.is_walked and request.user.has_perm("organisation.handle_rounds", round):
        add_walk_forms(sections, sent)
        template = "walk"
        context |= {
            "submit_form": SubmitForm(round),
            "returned": round.last_return(),
            "left": left_of(sections),
        }
    elif round.is_in_review and request.user.has_perm(
        "organisation.review_rounds", round
    ):
        add_review_forms(sections)
        template = "review"
        context |= {
            "hand_back_form": HandBackForm(),
            "sign_form": sign_form(round, sections),
        }
    else:
        template = "protocol"
        context |= {
            "signature": round.signature,
            "may_add": request.user.has_perm("organisation.handle_rounds", round),
        }
    template = f"riskassessment/{template}.html"
    return render(request, template, context | forms, status=status)
