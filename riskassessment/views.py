from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from actionplans.forms import MeasureForm
from actionplans.scale import Consequence, matrix_of
from actionplans.views import render_measure_form
from organisation.models import Unit, UnitPermission
from organisation.permissions import granted_units
from riskassessment.forms import (
    AnswerForm,
    HandBackForm,
    ReviewCommentForm,
    RiskFilterForm,
    RiskForm,
    RoundFilterForm,
    RoundForm,
    SignForm,
    SubmitForm,
    UnitForm,
    add_review_forms,
    add_walk_forms,
)
from riskassessment.models import InspectionRound, Risk
from sam.access import get_allowed
from sam.htmx import render_page_or_partial
from sam.workflow import InvalidTransition
from ui.paging import page_of


@require_safe
def round_list(request):
    form = RoundFilterForm(request.GET, user=request.user)
    rounds = InspectionRound.objects.visible_to(request.user)
    rounds = form.filter(rounds.select_related("checklist", "unit"))
    context = {
        "filter_form": form,
        "page": page_of(rounds, request.GET, by="-planned_on"),
        "can_plan": bool(
            granted_units(request.user, UnitPermission.HANDLE_ROUNDS).units
        ),
    }
    return render_page_or_partial(
        request, "riskassessment/round_list.html", "results", context
    )


def round_plan(request):
    """Ask where, unless there is only one place; then what, when and who."""
    units = Unit.objects.permitting(request.user, UnitPermission.HANDLE_ROUNDS)
    units = units.existing()
    if not (first := list(units[:2])):
        raise PermissionDenied
    unit_form = UnitForm(request.GET or None, units=units)
    if len(first) == 1:
        unit = first[0]
    elif unit_form.is_valid():
        unit = unit_form.cleaned_data["unit"]
    else:
        return render(request, "riskassessment/round_unit.html", {"form": unit_form})
    return _plan_in(request, unit)


def _plan_in(request, unit):
    form = RoundForm(request.POST or None, unit=unit)
    if form.is_valid():
        round = InspectionRound.objects.plan(
            by=request.user, unit=unit, **form.cleaned_data
        )
        return redirect(round)
    context = {"form": form, "unit": unit}
    status = 422 if form.is_bound else 200
    return render(request, "riskassessment/round_plan.html", context, status=status)


@require_safe
def round_detail(request, pk):
    return _render_round(request, _visible_round(request, pk))


def _visible_round(request, pk):
    rounds = InspectionRound.objects.visible_to(request.user)
    rounds = rounds.select_related("checklist", "unit", "signature__by")
    return get_object_or_404(rounds, pk=pk)


def _round_to(verb, request, pk):
    """The round that the person may handle, or review; see `get_allowed`."""
    rounds = InspectionRound.objects.select_related("checklist", "unit")
    allowed = {"handle": rounds.handled_by, "review": rounds.reviewed_by}[verb]
    return get_allowed(allowed(request.user), rounds.visible_to(request.user), pk=pk)


@require_POST
def answer(request, pk, question):
    """Keep one answer; htmx sends each as it is given."""
    round = _round_to("handle", request, pk)
    question = get_object_or_404(round.questions(), pk=question)
    form = AnswerForm(request.POST, question=question)
    if not form.is_valid():
        sent = {question.pk: {"form": form}}
        return _render_walk(request, round, question, "saved", sent=sent)
    was_no = round.answers.filter(question=question, value="no").exists()
    try:
        answer = round.answer(question, by=request.user, **form.cleaned_data)
    except InvalidTransition as error:
        return _moved_on(request, round, error)
    part = "saved_and_risk" if answer.is_no != was_no else "saved"
    return _render_walk(request, round, question, part)


@require_POST
def assess(request, pk, question):
    """Describe and weigh the risk behind an answer no."""
    round = _round_to("handle", request, pk)
    question = get_object_or_404(round.questions(), pk=question)
    answer = get_object_or_404(round.answers, question=question)
    form = RiskForm(request.POST, question=question)
    if not form.is_valid():
        sent = {question.pk: {"risk_form": form}}
        return _render_walk(request, round, question, "risk", sent=sent)
    try:
        Risk.objects.assess(answer, **form.cleaned_data)
    except InvalidTransition as error:
        return _moved_on(request, round, error)
    return _render_walk(request, round, question, "risk")


def _render_walk(request, round, question, part, *, sent=None):
    """One part of one question for htmx; without it the page, at the question."""
    status = 422 if sent else 200
    if not request.htmx:
        if sent:
            return _render_round(request, round, status=status, sent=sent)
        return redirect(f"{round.get_absolute_url()}#question-{question.pk}")
    sections = round.sections()
    add_walk_forms(sections, sent)
    asked = {each.pk: each for section in sections for each in section.asked}
    context = {
        "round": round,
        "sections": sections,
        "left": _left(sections),
        "question": asked[question.pk],
        "has_turned": part == "saved_and_risk",
    }
    template = "assessed" if part == "risk" else "answered"
    template = f"riskassessment/{template}.html"
    return render(request, template, context, status=status)


def _moved_on(request, round, error):
    messages.error(request, error)
    return HttpResponseClientRefresh() if request.htmx else redirect(round)


@require_POST
def submit(request, pk):
    round = _round_to("handle", request, pk)
    form = SubmitForm(round, request.POST)
    if not form.is_valid():
        return _render_round(request, round, status=422, submit_form=form)
    try:
        round.submit(
            by=request.user,
            carried_out_on=form.cleaned_data["carried_out_on"],
            present=form.present,
        )
    except InvalidTransition as error:
        messages.error(request, error)
    return redirect(round)


@require_POST
def comment(request, pk, question):
    """The safety representative's word on one answer; htmx sends it as it is written."""
    round = _round_to("review", request, pk)
    answer = get_object_or_404(round.answers, question=question)
    form = ReviewCommentForm(request.POST, answer=answer)
    if form.is_valid():
        try:
            round.comment_on(answer.question, **form.cleaned_data)
        except InvalidTransition as error:
            return _moved_on(request, round, error)
    if not request.htmx:
        return redirect(f"{round.get_absolute_url()}#question-{question}")
    # The signature covers the comment, so the form to sign must know of it.
    context = {"round": round, "form": form, "sign_form": _sign_form(round)}
    template = "riskassessment/commented.html"
    return render(request, template, context, status=200 if form.is_valid() else 422)


@require_POST
def hand_back(request, pk):
    round = _round_to("review", request, pk)
    form = HandBackForm(request.POST)
    if not form.is_valid():
        return _render_round(request, round, status=422, hand_back_form=form)
    try:
        round.hand_back(by=request.user, **form.cleaned_data)
    except InvalidTransition as error:
        messages.error(request, error)
    return redirect(round)


@require_POST
def sign(request, pk):
    round = _round_to("review", request, pk)
    form = SignForm(request.POST)
    if not form.is_valid():
        return _render_round(request, round, status=422, sign_form=form)
    try:
        round.sign(
            by=request.user,
            has_read=form.cleaned_data["has_read"],
            comment=form.cleaned_data["comment"],
        )
    except InvalidTransition as error:
        messages.error(request, error)
    return redirect(round)


def measure_add(request, pk):
    """Decide a measure against a risk; goes back to the risk in its round."""
    risks = Risk.objects.select_related(
        "answer__round__unit", "answer__round__checklist"
    )
    risk = get_allowed(
        risks.handled_by(request.user), risks.visible_to(request.user), pk=pk
    )
    round = risk.answer.round
    form = MeasureForm(request.POST or None, unit=round.unit)
    if form.is_valid():
        risk.add_measure(by=request.user, **form.cleaned_data)
        messages.success(request, _("The measure is added."))
        return redirect(
            f"{round.get_absolute_url()}#question-{risk.answer.question_id}"
        )
    return render_measure_form(request, form, round, reason=risk.description)


@require_safe
def risk_list(request):
    """The register: every risk that stands, the worst first, and where in the matrix."""
    form = RiskFilterForm(request.GET, user=request.user)
    risks = form.in_units(Risk.objects.visible_to(request.user))
    listed = form.of_level(risks).select_related(
        "answer__round__unit", "answer__round__checklist"
    )
    context = {
        "filter_form": form,
        "matrix": matrix_of(risks.counted_by_cell()),
        "consequences": Consequence.labels,
        "page": page_of(listed, request.GET, by="-score"),
    }
    return render_page_or_partial(
        request, "riskassessment/risk_list.html", "results", context
    )


def _render_round(request, round, *, status=200, sent=None, **forms):
    """The page of a round: to walk, to review or to read; `forms` are those sent in."""
    sections = round.sections()
    context = {"round": round, "sections": sections, "participants": round.walkers()}
    if round.is_walked and request.user.has_perm("organisation.handle_rounds", round):
        add_walk_forms(sections, sent)
        template = "walk"
        context |= {
            "submit_form": SubmitForm(round),
            "returned": round.last_return(),
            "left": _left(sections),
        }
    elif round.is_in_review and request.user.has_perm(
        "organisation.review_rounds", round
    ):
        add_review_forms(sections)
        template = "review"
        context |= {
            "hand_back_form": HandBackForm(),
            "sign_form": _sign_form(round, sections),
        }
    else:
        template = "protocol"
        context |= {
            "signature": getattr(round, "signature", None),
            "may_add": request.user.has_perm("organisation.handle_rounds", round),
        }
    template = f"riskassessment/{template}.html"
    return render(request, template, context | forms, status=status)


def _left(sections):
    """What is still to be done before the round can be handed over."""
    asked = [question for section in sections for question in section.asked]
    return {
        "unanswered": [each for each in asked if not each.is_answered],
        "unassessed": [each for each in asked if each.is_unassessed],
    }


def _sign_form(round, sections=None):
    """A form that knows what was read, so that nobody signs something else."""
    return SignForm(initial={"has_read": round.fingerprint(sections)})
