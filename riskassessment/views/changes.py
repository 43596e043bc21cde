"""Risk assessment before a planned change: the list, the beginning and its page."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from organisation.models import Municipality, Unit, UnitPermission
from organisation.permissions import granted_units
from riskassessment import changing
from riskassessment.cooperation import GROUPS, warnings
from riskassessment.forms.change_acts import ACTS, FollowUpForm, acts_for, opened
from riskassessment.forms.changes import (
    SORTS,
    BeginForm,
    ChangeFilterForm,
    DatesForm,
    EditForm,
)
from riskassessment.models import ChangeAssessment, Participant, Signature
from sam.access import get_allowed
from sam.htmx import render_page_or_partial
from sam.sent import sent, takes_form
from sam.workflow import MOVED_ON
from ui.acting import is_done, render_form
from ui.paging import page_of

HANDLE_ROUNDS = UnitPermission.HANDLE_ROUNDS
_PEOPLE = Prefetch("participants", Participant.objects.select_related("person"))


@require_safe
def change_list(request):
    form = ChangeFilterForm(request.GET, user=request.user)
    changes = ChangeAssessment.objects.visible_to(request.user)
    changes = form.filter(changes.select_related("unit", "created_by"))
    sort = request.GET.get("sort")
    context = {
        "filter_form": form,
        "page": page_of(changes, request.GET, by=sort if sort in SORTS else SORTS[0]),
        "can_begin": bool(granted_units(request.user, HANDLE_ROUNDS).units),
        "group": group(),
    }
    return render_page_or_partial(
        request, "riskassessment/change_list.html", "results", context
    )


@takes_form
def change_begin(request):
    units = Unit.objects.permitting(request.user, HANDLE_ROUNDS).existing()
    if not units.exists():
        raise PermissionDenied
    country = Municipality.objects.country()
    form = BeginForm(sent(request), units=units, country=country, group=GROUPS[country])
    if form.is_valid():
        change = changing.begin(by=request.user, **form.cleaned_data)
        messages.success(
            request, _("The assessment is begun. Go on with what the change leads to.")
        )
        return redirect(change)
    return _render_form(request, form, "begin")


@require_safe
def change_detail(request, pk):
    return render_change(request, visible_change(request, pk))


@takes_form
def change_edit(request, pk):
    change = change_to("handle", request, pk)
    form = EditForm(
        sent(request), instance=change, country=Municipality.objects.country()
    )
    return _answer(request, change, form, "edit", fits=change.is_draft)


@takes_form
def change_dates(request, pk):
    change = change_to("handle", request, pk)
    form = DatesForm(sent(request), instance=change, group=group())
    return _answer(request, change, form, "dates", fits=change.takes_dates)


@takes_form
def change_follow_up(request, pk):
    change = change_to("handle", request, pk)
    form = FollowUpForm(change, sent(request))
    fits = change.is_to_follow_up
    return _answer(request, change, form, "follow_up", fits=fits)


@takes_form
def change_act(request, pk, name):
    if name not in ACTS:
        raise Http404
    if request.method != "POST":
        # Who reloads the page after an answer with an error gets the form anew.
        page = reverse("riskassessment:change_detail", args=[pk])
        return redirect(f"{page}?act={name}#act")
    change = change_to(ACTS[name].verb, request, pk)
    form = ACTS[name](change, request.POST)
    if not is_done(request, form):
        current = visible_change(request, pk)
        return render_change(request, current, name=name, form=form, status=422)
    return redirect(change)


# Finding and answering


def group(municipality=None):
    """What the cooperation group is called in the country, which is read if not given."""
    country = municipality.country if municipality else Municipality.objects.country()
    return GROUPS[country]


def visible_change(request, pk):
    changes = ChangeAssessment.objects.visible_to(request.user)
    changes = changes.select_related("unit", "created_by")
    signatures = Prefetch("signatures", Signature.objects.select_related("by"))
    return get_object_or_404(changes.prefetch_related(signatures, _PEOPLE), pk=pk)


def change_to(verb, request, pk):
    """The change that the person may handle, or review; see `get_allowed`."""
    changes = ChangeAssessment.objects.select_related("unit")
    changes = changes.prefetch_related(_PEOPLE)
    allowed = {"handle": changes.handled_by, "review": changes.reviewed_by}[verb]
    return get_allowed(allowed(request.user), changes.visible_to(request.user), pk=pk)


def _answer(request, change, form, page, *, fits):
    """Save and go back, or show the form; none is opened that the state does not fit."""
    if not (fits or form.is_bound):
        messages.error(request, MOVED_ON)
        return redirect(change)
    if is_done(request, form):
        return redirect(change)
    return _render_form(request, form, page, change=change)


def _render_form(request, form, page, **context):
    return render_form(request, form, f"riskassessment/change_{page}.html", **context)


# The page


def render_change(request, change, *, name=None, form=None, status=200):
    # Read once, for the page and for its head.
    municipality = Municipality.objects.current()
    risks, its_group = list(change.standing_risks()), group(municipality)
    left = change.left(risks) if change.is_draft else []
    context = {
        "change": change,
        "risks": risks,
        "participants": change.participants.all(),
        "transitions": change.transitions.select_related("by"),
        "left": left,
        "warnings": warnings(change, group=its_group),
        "group": its_group,
        "municipality": municipality,
        **_acts(request, change, name, form, is_ready=not left),
    }
    return render(request, "riskassessment/change_detail.html", context, status=status)


def _acts(request, change, name, form, *, is_ready):
    """What the person may do: the form that is open, and the buttons of the others."""
    user = request.user
    can_handle = user.has_perm("organisation.handle_rounds", change)
    can_review = user.has_perm("organisation.review_rounds", change)
    verbs = [
        verb for verb, may in [("handle", can_handle), ("review", can_review)] if may
    ]
    acts = acts_for(change, verbs)
    if not is_ready:
        acts.pop("hand-over", None)
    can_edit = can_handle and change.is_draft
    can_date = can_handle and change.takes_dates
    name = name or opened(acts, request.GET.get("act"))
    return {
        "can_handle": can_handle,
        "can_edit": can_edit,
        "edit_url": _address("edit", change) if can_edit else "",
        "dates_url": _address("dates", change) if can_date else "",
        "can_add_risk": can_handle and change.takes_risks,
        "form": form,
        "act_name": name,
        "act": form or (acts[name](change) if name in acts else None),
        "other_acts": {
            each: acts[each].label_for(change) for each in acts if each != name
        },
    }


def _address(page, change):
    return reverse(f"riskassessment:change_{page}", args=[change.pk])
