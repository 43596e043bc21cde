from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from meetings import attending
from meetings.forms.items import MinuteForm
from meetings.forms.meetings import SummaryForm
from meetings.forms.years import DiscussionForm
from meetings.models import Kind, Meeting
from meetings.views.items import find
from meetings.views.meetings import handled
from sam.sent import sent, takes_form
from sam.workflow import MOVED_ON, InvalidTransition
from ui.acting import form_page, is_done
from ui.forms import is_carried_out


@takes_form
def minutes(request, pk):
    """Each item has a form of its own: two can write at once, and little is lost."""
    meeting = handled(request, pk)
    if not meeting.takes_minutes:
        messages.error(request, MOVED_ON)
        return redirect(meeting)
    form = SummaryForm(meeting, sent(request))
    if is_done(request, form, _("Saved.")):
        return redirect(request.path)
    return _page(request, meeting, form)


def _page(request, meeting, summary, *, written=None):
    """`written` is the form of an item that is shown again."""
    items = [
        (item, written if written and written.instance == item else MinuteForm(item))
        for item in meeting.agenda(request.user).exclude(status="withdrawn")
    ]
    bound = written or summary
    context = {
        "form": bound,
        "summary": summary,
        "written": written,
        "meeting": meeting,
        "items": items,
        "attendances": meeting.attendances.select_related("person"),
    }
    status = 422 if bound.is_bound else 200
    return render(request, "meetings/minutes.html", context, status=status)


@require_POST
def item_minute(request, pk):
    item = find(request, pk)
    form = MinuteForm(item, request.POST)
    if is_carried_out(form, by=request.user):
        messages.success(request, _("Saved: %(item)s") % {"item": item})
        page = redirect("meetings:minutes", item.meeting_id)
        page["Location"] += f"#item-{item.pk}"
        return page
    return _page(request, item.meeting, SummaryForm(item.meeting), written=form)


@require_POST
def attendance(request, pk):
    """Who was there, and who approves the minutes: all ticks at once."""
    meeting = handled(request, pk)
    try:
        attending.note(
            meeting,
            present=request.POST.getlist("present"),
            adjusters=request.POST.getlist("adjuster"),
        )
    except InvalidTransition as error:
        messages.error(request, str(error))
        return redirect(meeting)
    messages.success(request, _("Saved."))
    return redirect("meetings:minutes", pk)


@takes_form
def discussion(request, pk):
    """The five fields of the yearly discussion, and last year's goals."""
    meeting = handled(request, pk)
    if meeting.kind != Kind.DISCUSSION:
        raise Http404
    return form_page(
        request,
        DiscussionForm(meeting.discussion, sent(request)),
        title=_("The yearly discussion"),
        button=_("Save"),
        back=meeting.get_absolute_url(),
        back_words=meeting,
        done=_("Saved."),
        lead=_("All of it is needed before the minutes can be approved."),
    )


@require_safe
def paper(request, pk):
    """The call with its agenda, or the minutes, to print from the browser."""
    meetings = Meeting.objects.visible_to(request.user).in_full()
    meeting = get_object_or_404(meetings, pk=pk)
    items = meeting.agenda(request.user).prefetch_related(
        "attachments", "action_plan__measures__responsible"
    )
    context = {
        "meeting": meeting,
        "items": items,
        "attendances": meeting.attendances.select_related("person"),
    }
    if meeting.kind == Kind.DISCUSSION:
        context["discussion"] = meeting.discussion
        context["goals"] = meeting.discussion.goals.all()
    return render(request, "meetings/paper.html", context)
