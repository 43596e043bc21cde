from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from actionplans.models import Measure
from actionplans.views.measures import measure_page
from attachments.serving import serve_file, serve_photo
from attachments.waiting import sender_of
from organisation.models import UnitPermission
from organisation.permissions import granted_units
from representatives.forms import ACTS, RequestFilterForm, RequestForm
from representatives.law import in_context
from representatives.models import RepRequest
from sam.access import get_allowed
from sam.htmx import render_page_or_partial
from sam.sent import sent, sent_with_files, takes_form
from sam.workflow import MOVED_ON, InvalidTransition
from ui.acting import is_done, render_form
from ui.paging import page_of


@require_safe
def request_list(request):
    form = RequestFilterForm(request.GET, user=request.user)
    requests = form.filter(RepRequest.objects.visible_to(request.user))
    listed = requests.select_related("unit", "representative")
    context = {
        **in_context(),
        "filter_form": form,
        "page": page_of(listed, request.GET, by="-created_at"),
        "is_representative": is_representative(request.user),
    }
    template = "representatives/request_list.html"
    return render_page_or_partial(request, template, "results", context)


def is_representative(user):
    return bool(granted_units(user, UnitPermission.REVIEW_ROUNDS).units)


@takes_form
def request_add(request):
    if not is_representative(request.user):
        raise PermissionDenied
    return _write(request)


@takes_form
def request_edit(request, pk):
    return _write(request, _find(request, pk, RepRequest.objects.drafted_by))


def _write(request, draft=None):
    """The form of a draft; what is written is looked over before it is sent."""
    form = RequestForm(
        *sent_with_files(request),
        by=request.user,
        instance=draft,
        sender=sender_of(request),
    )
    if form.is_valid():
        try:
            return redirect(form.carry_out())
        except InvalidTransition as error:
            messages.error(request, error)
            return redirect(draft)
    page = "representatives/request_form.html"
    return render_form(request, form, page, draft=draft, **in_context())


@require_safe
def request_detail(request, pk):
    """To look over before it is sent; then what was sent, and what has come of it."""
    requests = RepRequest.objects.visible_to(request.user).in_full()
    may = {
        f"may_{name}": Exists(act.allowed(request.user).filter(pk=OuterRef("pk")))
        for name, act in ACTS.items()
    }
    # Not `request`, which is Django's own.
    asked = get_object_or_404(requests.annotate(**may), pk=pk)
    context = {
        **in_context(),
        "asked": asked,
        "acts": {
            name: act.label
            for name, act in ACTS.items()
            if act.fits(asked) and getattr(asked, f"may_{name}")
        },
        "attachments": asked.attachments.all(),
    }
    if asked.is_draft:
        return render(request, "representatives/check.html", context)
    context |= _what_came_of(asked, request.user)
    template = "representatives/request.html"
    return render_page_or_partial(request, template, "handed", context)


def _what_came_of(asked, user):
    measures = Measure.objects.filter(plan=asked.action_plan_id)
    return {
        "handed_to": asked.handed_to.all(),
        "transitions": asked.transitions.select_related("by"),
        "measures": measures.select_related("responsible"),
        "may_add": asked.takes_measures
        and user.has_perm("organisation.handle_rounds", asked),
    }


@takes_form
def request_act(request, pk, name):
    if name not in ACTS:
        raise Http404
    act = ACTS[name]
    found = _find(request, pk, act.allowed)
    form = act(found, sent(request))
    if not act.fits(found) and not (form.is_bound and form.fields):
        messages.error(request, MOVED_ON)
        return redirect(found)
    if is_done(request, form):
        is_left = RepRequest.objects.filter(pk=pk).exists()
        return redirect(found if is_left else "representatives:area")
    page = "representatives/request_act.html"
    return render_form(request, form, page, asked=found, **in_context())


@takes_form
def measure_add(request, pk):
    """A measure that the employer decides, in the request's own action plan."""
    found = _find(request, pk, RepRequest.objects.handled_by)
    return measure_page(request, found, reason=found.wanted)


@require_safe
def confirmation(request, pk):
    """The written confirmation, when it is made; it is the author's and the employer's."""
    found = _visible(request.user, pk)
    if not found.confirmation:
        raise Http404
    return serve_file(found.confirmation)


@require_safe
def request_file(request, pk, file):
    attached = _visible(request.user, pk).attachments
    found = get_object_or_404(attached, pk=file)
    if found.is_photo and not found.name:
        return serve_photo(found, thumbnail="small" in request.GET)
    return serve_file(found)


def _visible(user, pk):
    requests = RepRequest.objects.visible_to(user).in_full()
    return get_object_or_404(requests, pk=pk)


def _find(request, pk, allowed):
    user = request.user
    visible = RepRequest.objects.visible_to(user)
    return get_allowed(allowed(user).in_full(), visible, pk=pk)
