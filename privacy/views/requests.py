"""Requests, for who answers them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from organisation.models import Municipality, UnitPermission
from organisation.permissions import holds_everywhere
from privacy import letters, packing, tasks
from privacy.answering import order_extract, tell_person
from privacy.forms.requests import (
    ACTS,
    RecordsForm,
    RequestFilterForm,
    RequestForm,
    people_to_choose,
)
from privacy.law import appeal, authority, secrecy_words
from privacy.models import DataRequest
from privacy.reach import answering_only, handled, readers_only, seen
from privacy.records import MOST, rows_of
from privacy.views.documents import extract_page
from sam.htmx import render_page_or_partial
from sam.reauthentication import recently_logged_in
from sam.sent import sent, takes_form
from sam.workflow import InvalidTransition
from ui.acting import act_page, form_page
from ui.kept import order_page
from ui.paging import page_of
from ui.searching import render_matches


@require_safe
@readers_only
def request_list(request):
    form = RequestFilterForm(request.GET)
    found = form.filter(DataRequest.objects.visible_to(request.user))
    related = found.select_related("person", "handler")
    context = {
        "filter_form": form,
        "page": page_of(related, request.GET, by="-received_on"),
        "may_add": holds_everywhere(request.user, UnitPermission.ANSWER_REQUESTS),
    }
    template = "privacy/request_list.html"
    return render_page_or_partial(request, template, "results", context)


@require_safe
@answering_only
def person_options(request):
    return render_matches(request, people_to_choose(request.user))


@takes_form
@answering_only
def request_add(request):
    return form_page(
        request,
        RequestForm(sent(request), by=request.user),
        title=_("Register a request"),
        button=_("Register"),
        done=_("The request is registered."),
        back=reverse("privacy:request_list"),
        back_words=pgettext("personal data", "Requests"),
    )


@require_safe
@readers_only
def request_detail(request, pk):
    """Also answers how far the extract has come."""
    found = seen(request.user, pk)
    country = Municipality.objects.country()
    handles = DataRequest.objects.handled_by(request.user).filter(pk=pk).exists()
    extract = getattr(found, "extract", None)
    context = {
        "case": found,
        "handles": handles,
        "extract": extract,
        "left": extract.unreviewed().count() if extract and handles else 0,
        "acts": _acts(found) if handles else {},
        "transitions": found.transitions.select_related("by"),
        "handouts": found.handouts.select_related("by"),
        "authority": authority(country),
        "appeal": appeal(country),
        "provisions": secrecy_words(found.provisions),
    }
    template = "privacy/request.html"
    return render_page_or_partial(request, template, "extract", context)


def _acts(found):
    """{name: label} of what makes sense now."""
    return {
        name: act.label
        for name, act in ACTS.items()
        if found.status in act.starts
        and not (name == "extend" and (found.extended_because or _is_public(found)))
    }


def _is_public(found):
    return found.kind == DataRequest.Kind.PUBLIC


@takes_form
@readers_only
def request_act(request, pk, name):
    if name not in ACTS:
        raise Http404
    found = handled(request.user, pk)
    form, template = ACTS[name](found, sent(request)), "privacy/request_act.html"
    answer = act_page(request, form, found, template=template, name="case")
    if form.is_bound and answer.status_code == 302:
        _tell(found, name)
    return answer


def _tell(found, name):
    if name in ("answer", "refuse"):
        tell_person(found, "data_request_closed")
    elif name == "extend":
        tell_person(found, "data_request_extended")


@takes_form
@readers_only
def request_records(request, pk):
    """Choose which records a public document is made of."""
    found = handled(request.user, pk)
    if found.kind != DataRequest.Kind.PUBLIC or not found.is_open:
        raise Http404
    extract = getattr(found, "extract", None)
    chosen = list(extract.chosen) if extract else []
    if request.method == "POST":
        return _choose(request, found, chosen)
    form = RecordsForm(request.GET or None)
    rows = form.found() if form.is_bound else []
    context = {
        "case": found,
        "form": form,
        "rows": rows[:MOST],
        "is_more": len(rows) > MOST,
        "chosen": rows_of(chosen),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "privacy/request_records.html", context, status=status)


def _choose(request, found, chosen):
    """Add what is ticked, or take one away; then gather what is chosen."""
    taken = request.POST.getlist("record")
    dropped = request.POST.get("drop", "")
    wanted = [f"{label} {pk}" for label, pk in chosen] + taken
    kept = [each for each in dict.fromkeys(wanted) if each != dropped][:MOST]
    pairs = [each.split(" ", 1) for each in kept if " " in each]
    known = [[row._meta.label, str(row.pk)] for row in _existing(pairs)]
    try:
        order_extract(found, chosen=known)
    except InvalidTransition as error:
        messages.error(request, error)
    return redirect("privacy:request_records", found.pk)


def _existing(pairs):
    try:
        return rows_of(pairs)
    except (KeyError, ValueError, ValidationError) as error:
        raise Http404 from error


@require_POST
@readers_only
def request_gather(request, pk):
    found = handled(request.user, pk)
    if not found.has_extract:
        raise Http404
    try:
        order_extract(found)
    except InvalidTransition as error:
        messages.error(request, error)
    return redirect(found)


@takes_form
@readers_only
@recently_logged_in
def request_document(request, pk):
    """What goes out, as the person gets it; of a protected person for that person alone."""
    return extract_page(
        request,
        _gone_through(request.user, pk),
        file_url=reverse("privacy:request_file", args=[pk]),
        template="privacy/request_document.html",
    )


@require_safe
@readers_only
@recently_logged_in
def request_file(request, pk):
    found = _gone_through(request.user, pk)
    return packing.serve(found, get_language(), by=request.user)


def _gone_through(user, pk):
    found = handled(user, pk)
    if found.is_protected or not found.is_gone_through():
        raise Http404
    return found


@takes_form
@readers_only
def request_letter(request, pk):
    """The answer as a letter, with how to complain or appeal."""
    found = _closed(request.user, pk)
    language = get_language()
    return order_page(
        request,
        letters.KEPT,
        found,
        language,
        order=lambda: tasks.make_letter.delay_on_commit(str(pk), language),
        file_url=reverse("privacy:letter_file", args=[pk]),
        template="privacy/request_letter.html",
        case=found,
    )


@require_safe
@readers_only
def letter_file(request, pk):
    found = _closed(request.user, pk)
    name = _("answer-%(number)s.pdf") % {"number": found.number}
    return letters.KEPT.serve(found, get_language(), name)


def _closed(user, pk):
    found = handled(user, pk)
    if found.is_open or found.status == DataRequest.Status.WITHDRAWN:
        raise Http404
    return found
