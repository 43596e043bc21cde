from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplans.views.measures import measure_page
from attachments.serving import serve_file
from meetings import feeding, ordering
from meetings.forms.items import AddItemForm, AgendaForm, EndItemForm, ItemForm
from meetings.models import AgendaItem
from meetings.views.meetings import handled
from sam.access import get_allowed
from sam.sent import sent, sent_with_files, takes_form
from sam.workflow import MOVED_ON, InvalidTransition
from ui.acting import form_page, is_done, render_form


@takes_form
def agenda(request, pk):
    """What waits and what the year asks for, proposed for the agenda."""
    meeting = handled(request, pk)
    form = AgendaForm(meeting, sent(request))
    if is_done(request, form, _("The agenda is made.")):
        return redirect(meeting)
    return render_form(request, form, "meetings/agenda.html", meeting=meeting)


@require_POST
def agenda_fill(request, pk):
    """Fill the standing items anew, while the meeting has not been held."""
    meeting = handled(request, pk)
    if meeting.is_coming:
        feeding.refill(meeting)
        messages.success(request, _("The agenda is filled from the records of today."))
    else:
        messages.error(request, MOVED_ON)
    return redirect(meeting)


@takes_form
def item_add(request, pk):
    meeting = handled(request, pk)
    return form_page(
        request,
        AddItemForm(meeting, *sent_with_files(request)),
        title=_("Add an item"),
        button=_("Add the item"),
        back=meeting.get_absolute_url(),
        back_words=meeting,
        done=_("It stands last on the agenda."),
        to=meeting,
    )


@takes_form
def item_edit(request, pk):
    item = find(request, pk)
    return form_page(
        request,
        ItemForm(item, *sent_with_files(request)),
        title=_("Change the item"),
        button=_("Save"),
        back=item.get_absolute_url(),
        back_words=item.meeting,
        done=_("Saved."),
    )


@require_POST
def item_move(request, pk):
    item = find(request, pk)
    _try(request, ordering.move, item, up="up" in request.POST)
    return redirect(item)


@require_POST
def item_remove(request, pk):
    item = find(request, pk)
    _try(request, item.remove, done=_("The item is taken off the agenda."))
    return redirect(item.meeting)


@takes_form
def item_end(request, pk, act):
    if act not in EndItemForm.LABELS:
        raise Http404
    item = find(request, pk)
    form = EndItemForm(item, act, sent(request))
    return form_page(
        request,
        form,
        title=form.label,
        button=form.label,
        back=item.get_absolute_url(),
        back_words=item,
        done=_("Saved."),
    )


@takes_form
def measure_add(request, pk):
    """A measure that was decided, in the item's own action plan."""
    item = find(request, pk)
    return measure_page(request, item, reason=item.decision)


@require_safe
def item_file(request, pk, file):
    items = AgendaItem.objects.visible_to(request.user)
    item = get_object_or_404(items, pk=pk)
    return serve_file(get_object_or_404(item.attachments, pk=file))


def find(request, pk):
    visible = AgendaItem.objects.visible_to(request.user).in_full()
    allowed = AgendaItem.objects.handled_by(request.user).in_full()
    return get_allowed(allowed, visible, pk=pk)


def _try(request, act, *args, done="", **how):
    try:
        act(*args, **how)
    except InvalidTransition as error:
        messages.error(request, str(error))
    else:
        if done:
            messages.success(request, done)
