"""People's accounts, for the one who runs the program."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from directory.forms.accounts import ACTS, PeopleFilterForm, receivers
from directory.models import Leaving
from directory.views.access import administrator_required
from mailing.models import Message
from organisation.models import User
from sam.htmx import render_page_or_partial
from sam.sent import sent, takes_form
from sam.workflow import MOVED_ON
from ui.acting import is_done, render_form
from ui.paging import page_of
from ui.searching import render_matches


@require_safe
@administrator_required
def person_list(request):
    form = PeopleFilterForm(request.GET)
    page = page_of(form.filter(User.objects.all()), request.GET, by="name")
    context = {"filter_form": form, "page": page}
    return render_page_or_partial(request, "directory/people.html", "results", context)


@require_safe
@administrator_required
def person_detail(request, pk):
    person = get_object_or_404(User.objects.select_related("unit"), pk=pk)
    leavings = Leaving.objects.standing().filter(person=person)
    context = {
        "person": person,
        "is_reached": Message.objects.is_reached(person),
        "leaving": leavings.select_related("receiver").first(),
        "appointments": person.appointments.in_force().select_related("unit"),
        "events": person.account_events.select_related("by"),
        "acts": {name: act.label for name, act in ACTS.items() if act.is_for(person)},
    }
    return render(request, "directory/person.html", context)


@takes_form
@administrator_required
def person_act(request, pk, name):
    if name not in ACTS:
        raise Http404
    person = get_object_or_404(User, pk=pk)
    form = ACTS[name](person, sent(request))
    if not form.is_for(person):
        messages.info(request, MOVED_ON)
        return redirect("directory:person_detail", pk)
    if is_done(request, form):
        return redirect("directory:person_detail", pk)
    return render_form(request, form, "directory/person_act.html", person=person)


@require_safe
@administrator_required
def receiver_options(request):
    return render_matches(request, receivers())
