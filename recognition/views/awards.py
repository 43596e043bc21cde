"""Prizes: the list of them and of their winners, the page of each, and what HR does."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from organisation.models import UnitPermission, User
from organisation.permissions import granted_units
from recognition.forms.awards import (
    ACTS,
    AwardFilterForm,
    AwardForm,
    ChangeForm,
    JuryForm,
    LeaveForm,
)
from recognition.models import Award, Nomination
from sam.access import get_allowed
from sam.htmx import render_page_or_partial
from sam.sent import sent, takes_form
from sam.workflow import MOVED_ON
from ui.acting import form_page
from ui.paging import page_of
from ui.searching import render_matches


def manages_somewhere(user):
    return bool(granted_units(user, UnitPermission.MANAGE_YEAR).units)


@require_safe
def award_list(request):
    form = AwardFilterForm(request.GET)
    awards = form.filter(Award.objects.visible_to(request.user))
    context = {
        "filter_form": form,
        "page": page_of(
            awards.select_related("unit", "winner__unit"), request.GET, by="-year"
        ),
        "can_add": manages_somewhere(request.user),
    }
    template = "recognition/award_list.html"
    return render_page_or_partial(request, template, "results", context)


@takes_form
def award_add(request):
    if not manages_somewhere(request.user):
        raise PermissionDenied
    return form_page(
        request,
        AwardForm(sent(request), by=request.user),
        title=_("A new prize"),
        button=_("Save"),
        back=reverse("recognition:award_list"),
        back_words=_("Prizes"),
        done=_("It is saved. Appoint the jury now."),
    )


@require_safe
def award_detail(request, pk):
    user = request.user
    awards = Award.objects.visible_to(user)
    related = awards.select_related("unit", "winner__unit", "example")
    award = get_object_or_404(related, pk=pk)
    left = award.left_to_score()
    judges = any(member.person_id == user.pk for member in left)
    manages = _manages(user, award)
    nominations = Nomination.objects.visible_to(user).filter(award=award).standing()
    context = {
        "award": award,
        "left": left.items() if judges or manages else (),
        "judges": judges,
        "manages": manages,
        "nominations": nominations.select_related("unit"),
        "acts": _acts(user, award, left, manages),
        "transitions": award.transitions.select_related("by") if manages else (),
    }
    return render(request, "recognition/award_detail.html", context)


def _manages(user, award):
    managed = granted_units(user, UnitPermission.MANAGE_YEAR)
    return managed.reaches(award.unit, UnitPermission.MANAGE_YEAR)


def _acts(user, award, jury, manages):
    chairs = any(each.is_chair and each.person_id == user.pk for each in jury)
    may = {name: chairs if name == "publish" else manages for name in ACTS}
    return {
        name: act.label
        for name, act in ACTS.items()
        if may[name] and award.status == act.fits
    }


@takes_form
def award_edit(request, pk):
    award = managed(request, pk)
    return _form(
        request,
        ChangeForm(award, sent(request), by=request.user),
        award,
        _("Change the prize"),
        done=_("Saved."),
    )


@takes_form
def award_act(request, pk, name):
    if name not in ACTS:
        raise Http404
    act, awards = ACTS[name], Award.objects.select_related("unit")
    allowed = act.allowed(request.user).order_by().values("pk")
    seen = awards.visible_to(request.user)
    award = get_allowed(awards.filter(pk__in=allowed), seen, pk=pk)
    form = act(award, sent(request))
    if award.status != act.fits and not form.is_bound:
        messages.error(request, MOVED_ON)
        return redirect(award)
    return _form(request, form, award, act.label, done=act.done)


@takes_form
def jury_add(request, pk):
    award = managed(request, pk)
    form = JuryForm(award, sent(request))
    return _form(request, form, award, _("One more in the jury"), done=_("Saved."))


@takes_form
def jury_remove(request, pk, member):
    award = managed(request, pk)
    member = get_object_or_404(award.jury.select_related("award"), pk=member)
    return _form(
        request,
        LeaveForm(member, sent(request)),
        award,
        _("Take out of the jury"),
        done=_("Saved."),
        lead=_("What the person has judged goes too."),
        tone="danger",
    )


@require_safe
def people_options(request):
    """Whom HR may appoint to a jury: everyone who may log in."""
    if not manages_somewhere(request.user):
        raise PermissionDenied
    return render_matches(request, User.objects.known_to_all())


def managed(request, pk):
    awards = Award.objects.select_related("unit")
    seen = awards.visible_to(request.user)
    return get_allowed(awards.managed_by(request.user), seen, pk=pk)


def _form(request, form, award, title, **more):
    return form_page(
        request,
        form,
        title=title,
        button=title,
        back=award.get_absolute_url(),
        back_words=award,
        to=award.get_absolute_url(),
        **more,
    )
