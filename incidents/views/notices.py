"""Duties to notify authorities: the worksheet, what is done of them, and the rules."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from attachments.serving import serve_file
from incidents import handling, notices
from incidents.duty import DutyRules, StatedRule
from incidents.forms.notices import ACTS, DutySettingForm
from incidents.models import DutySetting, Incident, Reading
from incidents.views.acting import is_over
from incidents.views.detail import sees_person
from incidents.worksheets import affected_person_of, rows_of
from sam.dates import today
from sam.sent import sent_with_files, takes_form
from sam.workflow import MOVED_ON

DOCUMENTS = ("receipt", "confirmation")


@require_safe
def notice_worksheet(request, pk, rule):
    user, duty = request.user, _followed(request, pk, rule)
    incident = duty.notice.incident
    can_notify = _can_notify(user, incident)
    shows_person = sees_person(user, incident)
    names_person = shows_person and affected_person_of(incident)
    what = Reading.What.PERSONS if names_person else Reading.What.PAGE
    handling.note_reading(incident, by=user, what=what, handles=can_notify)
    context = {
        "incident": incident,
        "duty": duty,
        "rows": rows_of(duty, incident, shows_person=shows_person),
        "can_notify": can_notify,
    }
    return render(request, "incidents/notice.html", context)


@takes_form
def notice_act(request, pk, rule, name):
    if name not in ACTS:
        raise Http404
    duty = _followed(request, pk, rule)
    if not _can_notify(request.user, duty.notice.incident):
        raise PermissionDenied
    form = ACTS[name](duty, *sent_with_files(request))
    if not form.fits(duty):
        messages.error(request, MOVED_ON)
    elif not is_over(request, form, keeps=False):
        return _render_act(request, form, status=422 if form.is_bound else 200)
    return redirect(duty.notice.incident)


def _render_act(request, form, *, status=200):
    context = {"form": form, "duty": form.duty, "incident": form.duty.notice.incident}
    return render(request, "incidents/notice_act.html", context, status=status)


@require_safe
def notice_document(request, pk, rule, name):
    """The receipt from the authority or our confirmation to it, always a download."""
    notice = _followed(request, pk, rule).notice
    kept = getattr(notice, name) if name in DOCUMENTS else None
    if not kept:
        raise Http404
    what = Reading.What.DOCUMENT
    handling.note_reading(notice.incident, by=request.user, what=what)
    return serve_file(kept)


def _followed(request, pk, rule):
    """The duty, for those who may follow the incident, not for who only reported it."""
    incidents = Incident.objects.visible_to(request.user).in_full()
    incident = get_object_or_404(incidents, pk=pk)
    duties = {
        each.code: each for each in notices.shown(request.user, incident)["duties"]
    }
    if rule not in duties:
        raise Http404
    return duties[rule]


def _can_notify(user, incident):
    return user.has_perm("organisation.handle_incidents", incident)


# The rules


@takes_form
def duty_list(request):
    if not notices.may_set_duties(request.user):
        raise PermissionDenied
    rules = DutyRules()
    forms = {
        rule.code: DutySettingForm(rule)
        for rule in rules.in_force(today())
        if rule.must_be_confirmed
    }
    if request.method != "POST":
        return _render_rules(request, rules, forms)
    code = request.POST.get("rule")
    if code not in forms:
        raise Http404
    form = forms[code] = DutySettingForm(forms[code].rule, request.POST)
    if not form.is_valid():
        return _render_rules(request, rules, forms, form=form, status=422)
    form.confirm(by=request.user)
    messages.success(request, _("The rule is confirmed as you have set it."))
    return redirect("incidents:duties")


def _render_rules(request, rules, forms, *, form=None, status=200):
    stated = [
        StatedRule(rule, rules.setting(rule, today()), forms.get(rule.code))
        for rule in rules.in_force(today())
    ]
    context = {
        "rules": stated,
        "form": form,
        "settings": DutySetting.objects.select_related("confirmed_by"),
    }
    return render(request, "incidents/duties.html", context, status=status)
