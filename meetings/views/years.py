"""Series of meetings, yearly statements, and documents."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meetings import documents, series, stating, tasks
from meetings.access import is_hr
from meetings.forms.years import (
    ApproveStatementForm,
    BeginStatementForm,
    DeliverForm,
    ReportSeriesForm,
    SeriesForm,
    StatementForm,
)
from meetings.models import Body, Meeting, MeetingSeries, YearlyStatement
from sam.access import get_allowed
from sam.sent import sent, takes_form
from sam.workflow import MOVED_ON
from ui.acting import form_page
from ui.kept import order_page
from ui.paging import page_of


@require_safe
def series_list(request):
    _only_hr(request)
    found = MeetingSeries.objects.visible_to(request.user).with_progress()
    page = page_of(found.select_related("unit"), request.GET, by="-created_at")
    return render(request, "meetings/series_list.html", {"page": page})


@takes_form
def series_add(request):
    _only_hr(request)
    return form_page(
        request,
        SeriesForm(sent(request), by=request.user),
        title=_("Begin a series of meetings"),
        button=_("Plan the meetings"),
        back=reverse("meetings:series_list"),
        back_words=_("Series of meetings"),
        done=_("A meeting is planned with each leader."),
        lead=_("One meeting with each leader, all by the same agenda."),
    )


@require_safe
def series_detail(request, pk):
    found = MeetingSeries.objects.visible_to(request.user).with_progress()
    each = get_object_or_404(found.select_related("unit"), pk=pk)
    context = {"series": each, "meetings": series.meetings_of(each)}
    return render(request, "meetings/series_detail.html", context)


@takes_form
def series_report(request, pk):
    found = MeetingSeries.objects.visible_to(request.user).select_related("unit")
    each = get_object_or_404(found, pk=pk)
    return form_page(
        request,
        ReportSeriesForm(each, sent(request), by=request.user),
        title=_("Report the series"),
        button=_("Make a matter of it"),
        back=each.get_absolute_url(),
        back_words=each,
        done=_("The report is in the mailbox, with the list and the figures."),
    )


def _only_hr(request):
    if not is_hr(request.user):
        raise PermissionDenied


# Yearly statements


@takes_form
def statement_begin(request, pk):
    bodies = Body.objects.select_related("unit")
    user = request.user
    body = get_allowed(bodies.led_by(user), bodies.visible_to(user), pk=pk)
    return form_page(
        request,
        BeginStatementForm(body, sent(request)),
        title=_("Yearly statement"),
        button=_("Begin"),
        back=body.get_absolute_url(),
        back_words=body,
        lead=_("It is filled from the records. You add what the committee thinks."),
    )


@require_safe
def statement_detail(request, pk):
    handled = YearlyStatement.objects.handled_by(request.user)
    statements = YearlyStatement.objects.visible_to(request.user).annotate(
        is_handled=Exists(handled.filter(pk=OuterRef("pk")))
    )
    statement = get_object_or_404(
        statements.select_related("body__unit", "item"), pk=pk
    )
    context = {
        "statement": statement,
        "sections": stating.records_of(statement),
        "handles": statement.is_handled,
        "deliveries": statement.deliveries.all(),
        "transitions": statement.transitions.select_related("by"),
    }
    return render(request, "meetings/statement_detail.html", context)


@takes_form
def statement_edit(request, pk):
    statement = _draft(request, pk)
    if not isinstance(statement, YearlyStatement):
        return statement
    return form_page(
        request,
        StatementForm(statement, sent(request)),
        title=_("What the committee says"),
        button=_("Save"),
        back=statement.get_absolute_url(),
        back_words=statement,
        done=_("Saved."),
    )


@takes_form
def statement_approve(request, pk):
    statement = _draft(request, pk)
    if not isinstance(statement, YearlyStatement):
        return statement
    return form_page(
        request,
        ApproveStatementForm(statement, sent(request)),
        title=_("The committee has approved it"),
        button=_("Approve"),
        back=statement.get_absolute_url(),
        back_words=statement,
        done=_("It is approved, and stays as it is."),
        lead=_("After that it cannot be changed. What the records say today is kept."),
    )


@takes_form
def statement_deliver(request, pk):
    statement = _led(request, pk)
    if statement.is_draft:
        messages.error(request, MOVED_ON)
        return redirect(statement)
    return form_page(
        request,
        DeliverForm(statement, sent(request), by=request.user),
        title=_("It was sent"),
        button=_("Save"),
        back=statement.get_absolute_url(),
        back_words=statement,
        done=_("Saved."),
    )


def _led(request, pk):
    statements, user = YearlyStatement.objects.select_related("body"), request.user
    return get_allowed(statements.handled_by(user), statements.visible_to(user), pk=pk)


def _draft(request, pk):
    """The draft, or the way back when it is none any more."""
    statement = _led(request, pk)
    if statement.is_draft:
        return statement
    messages.error(request, MOVED_ON)
    return redirect(statement)


# Documents


@takes_form
def document(request, kind, pk):
    """The page where a document is ordered, waited for and fetched."""
    row, kept = _asked_for(request, kind, pk)
    language = get_language()
    return order_page(
        request,
        kept,
        row,
        language,
        order=lambda: tasks.make_document.delay_on_commit(kind, str(pk), language),
        file_url=reverse("meetings:document_file", args=[kind, pk]),
        template="meetings/document_page.html",
        row=row,
    )


@require_safe
def document_file(request, kind, pk):
    row, kept = _asked_for(request, kind, pk)
    return kept.serve(row, get_language(), documents.name_of(kind, row))


def _asked_for(request, kind, pk):
    """What is closed is in no document: it is for all who see the meeting."""
    if kind == "statement":
        rows = YearlyStatement.objects.visible_to(request.user).select_related("body")
    elif kind == "minutes":
        rows = Meeting.objects.visible_to(request.user).held().in_full()
    else:
        raise Http404
    return get_object_or_404(rows, pk=pk), documents.KEPT[kind]
