"""A manager's own employees, and each employee's own page."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from organisation.leading import units_led_by
from sam.dates import today
from sam.htmx import render_page_or_partial
from sam.sent import sent, takes_form
from talks import notifying
from talks.forms.talks import (
    LOG_FORMS,
    InviteForm,
    OpinionForm,
    PeopleFilterForm,
    change_form_of,
)
from talks.models import (
    AgreedGoal,
    EarlySupport,
    OpinionCount,
    Preparation,
    SickLeave,
    SupportLink,
    Talk,
    TalkSettings,
)
from talks.models.talks import last_act_of
from talks.reach import leads, manages_talks, own_people, reads_figures, with_talks
from ui.acting import is_done, render_form
from ui.paging import page_of


@require_safe
def talk_list(request):
    """The own employees; whoever leads nobody is shown what else there is for them."""
    if not leads(request.user):
        return redirect("talks:shares" if reads_figures(request.user) else "talks:mine")
    return _people_page(request, own_people(request.user))


@require_safe
def unit_talks(request, pk):
    """Those of one unit that the person leads."""
    unit = get_object_or_404(units_led_by(request.user), pk=pk)
    return _people_page(request, own_people(request.user).filter(unit=unit), unit=unit)


def _people_page(request, people, *, unit=None):
    year, form = today().year, PeopleFilterForm(request.GET)
    found = form.filter(with_talks(people, leader=request.user, year=year))
    context = {
        "filter_form": form,
        "page": page_of(found, request.GET, by="name"),
        "year": year,
        "unit": unit,
        "last_act": last_act_of(request.user),
        **reading(request.user),
    }
    return render_page_or_partial(request, "talks/talk_list.html", "results", context)


def reading(user):
    """What the menu of the room shows."""
    return {
        "leads": leads(user),
        "reads_figures": reads_figures(user),
        "manages_talks": manages_talks(user),
    }


@takes_form
def talk_log(request, kind):
    """Log talks of one kind with those who were ticked."""
    if kind not in LOG_FORMS:
        raise Http404
    people = _led_or_403(request.user)
    chosen = _ticked(request, people)
    form = LOG_FORMS[kind](sent(request), people=people, chosen=chosen)
    if form.is_valid():
        number = form.carry_out(by=request.user)
        told = ngettext(
            "%(number)s talk is logged.", "%(number)s talks are logged.", number
        )
        messages.success(request, told % {"number": number})
        return redirect("talks:talk_list")
    return render_form(request, form, "talks/talk_log.html", kind=Talk.Kind(kind).label)


def _led_or_403(user):
    if not leads(user):
        raise PermissionDenied
    return own_people(user)


def _ticked(request, people):
    """Keys among the own; what is none is left out."""
    own = {str(pk) for pk in people.values_list("pk", flat=True)}
    return [each for each in request.GET.getlist("people") if each in own]


@require_POST
def talk_undo(request, pk):
    """Take back what was logged in one act, the same day."""
    act = last_act_of(request.user)
    if not act or act.pk != pk:
        raise Http404
    Talk.objects.held_together(act).delete()
    messages.success(request, _("It is undone: those talks are not logged any longer."))
    return redirect("talks:talk_list")


@takes_form
def talk_edit(request, pk):
    talk = _led_talk(request.user, pk)
    form = change_form_of(talk)(talk, sent(request))
    if is_done(request, form, _("Saved.")):
        return redirect("talks:person", talk.employee_id)
    return render_form(request, form, "talks/talk_edit.html", talk=talk)


@takes_form
def talk_remove(request, pk):
    talk = _led_talk(request.user, pk)
    if request.method == "POST":
        talk.delete()
        messages.success(request, _("The talk is not logged any longer."))
        return redirect("talks:person", talk.employee_id)
    return render(request, "talks/talk_remove.html", {"talk": talk})


def _led_talk(user, pk):
    talks = Talk.objects.led_by(user).select_related("employee")
    return get_object_or_404(talks, pk=pk)


@require_safe
def person(request, pk):
    """One of the own employees: talks, goals, and what is shared with the reader."""
    employee = get_object_or_404(own_people(request.user), pk=pk)
    goals = AgreedGoal.objects.visible_to(request.user)
    shared = Preparation.objects.shared_with(request.user)
    context = {
        "employee": employee,
        "talks": Talk.objects.of(employee).order_by("-held_on", "-pk")[:20],
        "goals": goals.filter(employee=employee),
        "preparation": shared.filter(employee=employee).first(),
        "supports": EarlySupport.objects.led_by(request.user).filter(employee=employee),
        "leaves": SickLeave.objects.led_by(request.user).filter(employee=employee),
    }
    return render(request, "talks/person.html", context)


@require_safe
def mine(request):
    """An employee's own page: that talks are logged, by their day alone."""
    user = request.user
    talks = Talk.objects.of(user).order_by("-held_on", "-pk")[:20]
    context = {
        "talks": talks,
        "to_judge": _to_judge(talks),
        "preparation": Preparation.objects.filter(employee=user).first(),
        "goals": AgreedGoal.objects.filter(employee=user).select_related("leader"),
        "supports": EarlySupport.objects.filter(employee=user),
        "leaves": SickLeave.objects.filter(employee=user),
        **reading(user),
    }
    return render(request, "talks/mine.html", context)


def _to_judge(talks):
    """The latest employee talk of this year of which the employee has not said anything."""
    if not TalkSettings.objects.current().asks_opinion:
        return None
    latest = next((talk for talk in talks if talk.asks_of_violence), None)
    is_new = latest and latest.held_on.year == today().year
    return latest if is_new and not latest.has_opinion else None


@takes_form
def opinion(request, pk):
    """What the own talk was like."""
    talk = get_object_or_404(Talk.objects.of(request.user), pk=pk)
    if _to_judge([talk]) is None:
        messages.info(request, _("You have answered already, or it is not asked."))
        return redirect("talks:mine")
    form = OpinionForm(sent(request))
    if form.is_valid():
        OpinionCount.objects.give(talk, **form.cleaned_data)
        messages.success(request, _("Thank you. Your answer is counted."))
        return redirect("talks:mine")
    return render_form(request, form, "talks/opinion.html", talk=talk)


@takes_form
def invite(request):
    """Ask employees to prepare a talk on a day."""
    people = _led_or_403(request.user)
    chosen = _ticked(request, people)
    form = InviteForm(sent(request), people=people, chosen=chosen)
    if form.is_valid():
        day = form.cleaned_data["planned_on"]
        for each in form.cleaned_data["people"]:
            preparation = Preparation.objects.begin(each, planned_on=day)
            preparation.refresh_from_db()
            notifying.invited(preparation, by=request.user)
        messages.success(request, _("They are asked to prepare the talk."))
        return redirect("talks:talk_list")
    return render_form(request, form, "talks/invite.html")


@require_safe
def support(request):
    """Where there is help, for everyone."""
    context = {
        "links": SupportLink.objects.listed(),
        **reading(request.user),
    }
    return render(request, "talks/support.html", context)
