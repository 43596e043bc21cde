"""Destruction: proposed, confirmed, restored while there is time; and its log."""

from django.contrib import messages
from django.db.models import Sum
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from organisation.models import User
from retention import certificate, chain, tasks
from retention.due import Decided
from retention.forms.runs import (
    AskForm,
    CallOffForm,
    ConfirmForm,
    EntryFilterForm,
    ProposeForm,
    RestoreForm,
    TryAgainForm,
)
from retention.models import Entry, Item, Run
from retention.rights import archivist_required, keeps, overseer_required
from sam.dates import today
from sam.htmx import render_page_or_partial
from sam.reauthentication import recently_logged_in
from sam.sent import sent, takes_form
from sam.workflow import MOVED_ON
from ui.acting import form_page, render_form
from ui.forms import is_carried_out
from ui.kept import order_page
from ui.paging import page_of

Status = Run.Status


@require_safe
@overseer_required
def run_list(request):
    runs = Run.objects.annotate(records=Sum("items__records", default=0))
    context = {
        "page": page_of(runs, request.GET, by="-proposed_at"),
        "can_propose": keeps(request.user),
    }
    return render(request, "retention/run_list.html", context)


@takes_form
@archivist_required
def run_add(request):
    counted = Decided(today()).counted()
    form = ProposeForm(counted, sent(request))
    if not any(row.ready for row in counted.values()):
        return render(request, "retention/nothing_ready.html")
    return form_page(
        request,
        form,
        title=_("Propose a destruction"),
        lead=_("Nothing is destroyed yet: you look at the list and confirm it."),
        button=_("Make the proposal"),
        back=reverse("retention:run_list"),
        back_words=_("Destruction"),
    )


@require_safe
@overseer_required
def run_detail(request, pk):
    people = "proposed_by", "confirmed_by"
    run = get_object_or_404(Run.objects.select_related(*people), pk=pk)
    items = Item.objects.filter(run=run).select_related("unit", "rule")
    acts = keeps(request.user)
    context = {
        "run": run,
        "groups": _groups(run),
        "page": page_of(items, request.GET, by="first_on") if acts else None,
        "can_act": acts,
        "may_try_again": (
            acts and run.status in run.GOES_ON and run.items.failed().exists()
        ),
        "transitions": run.transitions.select_related("by"),
    }
    template = "retention/run_detail.html"
    return render_page_or_partial(request, template, "items", context)


def _groups(run):
    """How many of each kind, by what has become of them."""
    counted = run.items.order_by("kind", "status", "why").values(
        "kind", "status", "why"
    )
    rows = counted.annotate(
        records_in_all=Sum("records"),
        rows_in_all=Sum("rows"),
        files_in_all=Sum("files"),
    )
    return [
        row
        | {
            "label": str(Item(kind=row["kind"])),
            "status_words": Item.Status(row["status"]).label,
            "why_words": Item.Why(row["why"]).label,
        }
        for row in rows
    ]


@takes_form
@archivist_required
@recently_logged_in
def run_confirm(request, pk):
    run = get_object_or_404(Run, pk=pk)
    number = run.items.aggregate(n=Sum("records", default=0))["n"]
    form = ConfirmForm(run, number, sent(request))
    if run.status != Status.PROPOSED and not form.is_bound:
        return _moved_on(request, run)
    if form.is_bound and is_carried_out(form, by=request.user):
        messages.success(request, _("It is being carried out."))
        return redirect(run)
    template = "retention/run_confirm.html"
    groups = run.items.order_by("kind").values("kind").annotate(n=Sum("records"))
    rows = [(str(Item(kind=each["kind"])), each["n"]) for each in groups]
    return render_form(request, form, template, run=run, number=number, rows=rows)


def _moved_on(request, run):
    messages.error(request, MOVED_ON)
    return redirect(run)


@takes_form
@archivist_required
def run_call_off(request, pk):
    run = get_object_or_404(Run, pk=pk)
    form = CallOffForm(run, sent(request))
    if run.status != Status.PROPOSED and not form.is_bound:
        return _moved_on(request, run)
    return form_page(
        request,
        form,
        title=_("Call the proposal off"),
        button=_("Call it off"),
        back=run.get_absolute_url(),
        back_words=str(run),
        to=run.get_absolute_url(),
        done=_("The proposal is called off. Nothing was destroyed."),
    )


@takes_form
@archivist_required
@recently_logged_in
def run_try_again(request, pk):
    run = get_object_or_404(Run, pk=pk)
    form = TryAgainForm(run, sent(request))
    if not form.is_bound and not run.items.failed().exists():
        return _moved_on(request, run)
    return form_page(
        request,
        form,
        title=_("Destroy what failed"),
        lead=_(
            "What could not be destroyed is tried once more, if it is still due. The time"
            " to restore begins anew, for all that this destruction covers."
        ),
        button=_("Try again"),
        back=run.get_absolute_url(),
        back_words=str(run),
        to=run.get_absolute_url(),
        done=_("It is being carried out."),
        tone="danger",
    )


@takes_form
@archivist_required
@recently_logged_in
def item_restore(request, pk):
    item = get_object_or_404(Item.objects.select_related("run", "unit"), pk=pk)
    form = RestoreForm(item, sent(request))
    if item.status != Item.Status.GONE and not form.is_bound:
        return _moved_on(request, item.run)
    return form_page(
        request,
        form,
        title=_("Restore: %(kind)s") % {"kind": item},
        lead=_(
            "The record comes back whole, with its files and its history. Place a hold on"
            " it if it is to stay: the rule still says that it may go."
        ),
        button=_("Restore it"),
        back=item.run.get_absolute_url(),
        back_words=str(item.run),
        to=item.run.get_absolute_url(),
        done=_("It is restored."),
    )


@takes_form
@overseer_required
def run_certificate(request, pk):
    run = get_object_or_404(_destroyed(), pk=pk)
    language = get_language()
    return order_page(
        request,
        certificate.KEPT,
        run,
        language,
        order=lambda: tasks.make_certificate.delay_on_commit(str(run.pk), language),
        file_url=reverse("retention:run_certificate_file", args=[pk]),
        template="retention/certificate.html",
        run=run,
    )


@require_safe
@overseer_required
def run_certificate_file(request, pk):
    run = get_object_or_404(_destroyed(), pk=pk)
    name = f"{_('Certificate of destruction')} {run.on}.pdf"
    return certificate.KEPT.serve(run, get_language(), name)


def _destroyed():
    return Run.objects.filter(status__in=[Status.RESTORABLE, Status.FINISHED])


@require_safe
@overseer_required
def entry_list(request):
    form = EntryFilterForm(request.GET)
    page = page_of(form.filter(Entry.objects.all()), request.GET, by="-number")
    people = User.objects.in_bulk({entry.by for entry in page if entry.by})
    for entry in page:
        entry.person = people.get(entry.by)
    context = {
        "filter_form": form,
        "page": page,
        "verdict": chain.verify() if request.GET.get("check") else None,
        "can_fetch": keeps(request.user),
    }
    template = "retention/entry_list.html"
    return render_page_or_partial(request, template, "results", context)


@require_safe
@overseer_required
def entry_ask(request):
    """Whether a record was destroyed, for whoever can name it."""
    form = AskForm(request.GET or None)
    context = {"form": form, "asked": False}
    if form.is_bound and form.is_valid():
        found = chain.about(form.cleaned_data["kind"], form.cleaned_data["name"])
        context |= {"asked": True, "entries": list(chain.story_of(found))}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "retention/entry_ask.html", context, status=status)


@require_safe
@archivist_required
def entry_file(request):
    """The whole log, for safe keeping outside the backups: retention.again reads it."""
    name = f"destruction-log-{today()}.jsonl"
    return StreamingHttpResponse(
        chain.as_json(),
        content_type="application/x-ndjson",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )
