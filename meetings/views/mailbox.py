from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplans.models import Measure
from attachments.serving import serve_file
from meetings.access import bodies_led_by
from meetings.forms.mailbox import ACTS, MatterFilterForm, SendForm
from meetings.models import Body, MailboxMatter
from sam.access import get_allowed
from sam.htmx import render_page_or_partial
from sam.sent import sent, sent_with_files, takes_form
from sam.workflow import MOVED_ON
from ui.acting import form_page
from ui.paging import page_of


@require_safe
def matter_list(request):
    """One's own, and those in the mailboxes that one looks after."""
    user = request.user
    form = MatterFilterForm(request.GET)
    matters = form.filter(MailboxMatter.objects.visible_to(user), user=user)
    mailbox = MailboxMatter.objects.handled_by(user)
    context = {
        "filter_form": form,
        "page": page_of(matters.in_full(), request.GET, by="-received_at"),
        "can_send": Body.objects.open_to(user).exists(),
        "looks_after": bodies_led_by(user).exists(),
        "untreated": mailbox.untreated().count(),
        "overdue": mailbox.overdue().count(),
    }
    template = "meetings/matter_list.html"
    return render_page_or_partial(request, template, "results", context)


@takes_form
def matter_send(request):
    user = request.user
    body = request.GET.get("body", "")
    form = SendForm(*sent_with_files(request), by=user, body=body)
    if not Body.objects.open_to(user).exists():
        return render(request, "meetings/no_body.html")
    return form_page(
        request,
        form,
        title=_("Send a matter"),
        button=_("Send"),
        back=reverse("meetings:matter_list"),
        back_words=_("Mailbox"),
        done=_("It is received. You see its number here, and what becomes of it."),
        lead=_(
            "To the committee or group of your workplace or above it. You see yourself "
            "what becomes of it, and whoever sees to its mailbox sees that it is yours."
        ),
    )


@require_safe
def matter_detail(request, pk):
    user = request.user
    may = {
        f"may_{name.replace('-', '_')}": Exists(
            act.allowed(user).filter(pk=OuterRef("pk")).order_by()
        )
        for name, act in ACTS.items()
    }
    matters = MailboxMatter.objects.visible_to(user).in_full()
    matter = get_object_or_404(matters.annotate(**may), pk=pk)
    if matter.sender == user:
        matter.note_reading()
    item = matter.item
    is_told = item and item.meeting.is_held and not item.is_closed
    context = {
        "matter": matter,
        "item": item,
        "is_told": is_told,
        "measures": _measures(item) if is_told else (),
        "attachments": matter.attachments.all(),
        "acts": {
            name: act.label
            for name, act in ACTS.items()
            if matter.status in act.fits
            and getattr(matter, f"may_{name.replace('-', '_')}")
        },
        "transitions": matter.transitions.select_related("by"),
    }
    return render(request, "meetings/matter_detail.html", context)


def _measures(item):
    """The sender reads who answers for what was decided."""
    measures = Measure.objects.filter(plan=item.action_plan_id)
    return measures.select_related("responsible")


@takes_form
def matter_act(request, pk, name):
    if name not in ACTS:
        raise Http404
    act, matters = ACTS[name], MailboxMatter.objects.in_full()
    visible = MailboxMatter.objects.visible_to(request.user)
    allowed = act.allowed(request.user)
    matter = get_allowed(
        matters.filter(pk__in=allowed.order_by().values("pk")), visible, pk=pk
    )
    form = act(matter, sent(request))
    if not form.is_bound and matter.status not in act.fits:
        messages.error(request, MOVED_ON)
        return redirect(matter)
    return form_page(
        request,
        form,
        title=act.label,
        button=act.label,
        back=matter.get_absolute_url(),
        back_words=matter,
        done=act.done,
        tone=act.tone,
    )


@require_safe
def matter_file(request, pk, file):
    matters = MailboxMatter.objects.visible_to(request.user)
    matter = get_object_or_404(matters, pk=pk)
    return serve_file(get_object_or_404(matter.attachments, pk=file))
