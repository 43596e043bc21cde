"""Who has read what: the data protection officer's pages, and the answers to questions."""

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from organisation.models import Unit, User
from privacy import asking
from privacy.forms.oversight import (
    ACTS,
    FindingFilterForm,
    MonthForm,
    ReadingFilterForm,
    ReplyForm,
)
from privacy.logs import LOGS, lines
from privacy.models import Finding, Look, MonthReviewed
from privacy.reach import overseeing_only
from sam.htmx import render_page_or_partial
from sam.sent import sent, takes_form
from ui.acting import act_page, form_page
from ui.paging import page_of
from ui.searching import render_matches


@require_safe
@overseeing_only
def reading_list(request):
    form = ReadingFilterForm(request.GET)
    code = form.log_shown
    person = form.cleaned_data.get("person")
    Look.objects.create(by=request.user, what=code, person=person)
    page = page_of(form.rows(by=request.user), request.GET, by=f"-{LOGS[code].at}")
    page.lines = lines(code, page.rows)
    context = {"filter_form": form, "page": page, "log": LOGS[code], "code": code}
    template = "privacy/reading_list.html"
    return render_page_or_partial(request, template, "results", context)


@require_safe
@overseeing_only
def reader_options(request):
    people = User.objects.filter(is_protected=False)
    return render_matches(request, people)


@require_POST
@overseeing_only
def reading_choose(request, code, pk):
    """Make something of one row of a log, to ask about it or to note what it was."""
    log = LOGS.get(code)
    if log is None or log.is_of_oversight:
        raise Http404
    try:
        finding = asking.choose(code, pk, by=request.user)
    except (ObjectDoesNotExist, ValueError, ValidationError) as error:
        raise Http404 from error
    return redirect(finding)


@require_safe
@overseeing_only
def finding_list(request):
    form = FindingFilterForm(request.GET)
    found = form.filter(Finding.objects.visible_to(request.user))
    month = asking.last_month()
    context = {
        "filter_form": form,
        "page": page_of(
            found.select_related("person__unit"), request.GET, by="-last_at"
        ),
        "month": month,
        "is_reviewed": asking.is_reviewed(month),
        "root": Unit.objects.get(parent=None).pk,
        "months": MonthReviewed.objects.select_related("by")[:12],
    }
    template = "privacy/finding_list.html"
    return render_page_or_partial(request, template, "results", context)


@require_safe
@overseeing_only
def finding(request, pk):
    found = _finding(request.user, pk)
    context = {"finding": found, "acts": _acts(found)}
    return render(request, "privacy/finding.html", context)


def _acts(found):
    acts = {name: act.label for name, act in ACTS.items()}
    if found.is_reviewed:
        return {}
    if found.question or not found.person_id:
        del acts["ask"]
    return acts


@takes_form
@overseeing_only
def finding_act(request, pk, name):
    if name not in ACTS:
        raise Http404
    found = _finding(request.user, pk)
    if name not in _acts(found) and request.method != "POST":
        return redirect(found)
    form, template = ACTS[name](found, sent(request)), "privacy/finding_act.html"
    return act_page(request, form, found, template=template, name="finding")


def _finding(user, pk):
    related = Finding.objects.visible_to(user).select_related(
        "person__unit", "asked_by", "reviewed_by"
    )
    return get_object_or_404(related, pk=pk)


@takes_form
@overseeing_only
def month_review(request, pk):
    """The task of each month, which is of the whole municipality: the id is its unit's."""
    get_object_or_404(Unit, pk=pk, parent=None)
    month = asking.last_month()
    if asking.is_reviewed(month):
        return redirect("privacy:finding_list")
    words = date_format(month, "YEAR_MONTH_FORMAT")
    return form_page(
        request,
        MonthForm(month, sent(request)),
        title=_("The readings of %(month)s are reviewed") % {"month": words},
        lead=_("Note what you found, also when it was nothing."),
        button=_("Mark as reviewed"),
        done=_("The month is marked as reviewed."),
        to=reverse("privacy:finding_list"),
        back=reverse("privacy:finding_list"),
        back_words=_("What stands out"),
    )


@takes_form
def asked(request, pk):
    """The question, for the person who was asked; nobody else finds it."""
    related = Finding.objects.asked_of(request.user).select_related("asked_by")
    found = get_object_or_404(related, pk=pk)
    if found.answered_at:
        return render(request, "privacy/asked.html", {"finding": found})
    return form_page(
        request,
        ReplyForm(found, sent(request)),
        title=str(found.get_kind_display()),
        lead=_("%(day)s, %(number)s: %(question)s")
        % {
            "day": date_format(found.day, "DATE_FORMAT"),
            "number": found.times,
            "question": found.question,
        },
        button=ReplyForm.label,
        done=ReplyForm.done,
        to=reverse("start"),
        back=reverse("start"),
        back_words=_("Start"),
    )
