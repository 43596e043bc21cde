from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meetings import expecting, overview
from meetings.access import is_hr
from meetings.forms.bodies import (
    BodyFilterForm,
    BodyForm,
    EndMemberForm,
    MemberForm,
)
from meetings.models import Body, MailboxMatter, Meeting
from organisation.models import Municipality
from sam.access import get_allowed
from sam.dates import today
from sam.htmx import render_page_or_partial
from sam.sent import sent, takes_form
from ui.acting import form_page
from ui.paging import page_of

SHOWN = 20


@require_safe
def body_list(request):
    form = BodyFilterForm(request.GET, user=request.user)
    bodies = form.filter(Body.objects.visible_to(request.user).existing())
    page = page_of(bodies.select_related("unit"), request.GET, by="name")
    counts = overview.of_bodies([each.pk for each in page], today().year)
    for each in page:
        each.counts = counts.get(each.pk, {"held": 0, "coming": 0})
        each.lacking = overview.lacking(each, each.counts)
    context = {"filter_form": form, "page": page, "manages": is_hr(request.user)}
    return render_page_or_partial(
        request, "meetings/body_list.html", "results", context
    )


@require_safe
def body_detail(request, pk):
    user = request.user
    body = get_object_or_404(
        Body.objects.visible_to(user).select_related("unit"), pk=pk
    )
    counts = overview.of_bodies([pk], today().year).get(pk, {"held": 0, "coming": 0})
    leads = Body.objects.led_by(user).filter(pk=pk).exists()
    meetings = Meeting.objects.visible_to(user).filter(body=body)
    unanswered = MailboxMatter.objects.proposals().unanswered()
    context = {
        "body": body,
        "members": body.memberships.in_force().select_related("person").in_order(),
        "leads": leads,
        "manages": Body.objects.managed_by(user).filter(pk=pk).exists(),
        "sees_meetings": leads or meetings.exists(),
        "meetings": meetings.in_full()[:SHOWN],
        "counts": counts,
        "lacking": overview.lacking(body, counts),
        "states": body.kind in Body.Kind.stating,
        "statements": body.statements.all() if leads else (),
        "proposals": unanswered.filter(
            body__unit__lineage__contains=[body.unit_id]
        ).count()
        if leads
        else None,
        "year": today().year,
    }
    return render(request, "meetings/body_detail.html", context)


@takes_form
def body_add(request):
    if not is_hr(request.user):
        raise PermissionDenied
    return form_page(
        request,
        BodyForm(sent(request), by=request.user),
        title=_("Set up a committee or group"),
        button=_("Set it up"),
        back=reverse("meetings:body_list"),
        back_words=_("Committees and groups"),
        done=_("It is set up. Say who sits in it."),
    )


@takes_form
def body_edit(request, pk):
    body = _managed(request, pk)
    return form_page(
        request,
        BodyForm(sent(request), by=request.user, instance=body),
        title=_("Change the committee or group"),
        button=_("Save"),
        back=body.get_absolute_url(),
        back_words=body,
        done=_("Saved."),
    )


@takes_form
def member_add(request, pk):
    body = _managed(request, pk)
    return form_page(
        request,
        MemberForm(body, sent(request)),
        title=_("Add a member"),
        button=_("Add the member"),
        back=body.get_absolute_url(),
        back_words=body,
        done=_("The member is added."),
        to=body,
    )


@takes_form
def member_end(request, pk, member):
    body = _managed(request, pk)
    found = get_object_or_404(body.memberships.in_force(), pk=member)
    return form_page(
        request,
        EndMemberForm(found, sent(request)),
        title=_("End the membership"),
        button=_("End the membership"),
        back=body.get_absolute_url(),
        back_words=body,
        done=_("Saved."),
        tone="danger",
    )


@require_safe
def control(request, pk):
    """What has the body not got this year?"""
    body = get_object_or_404(Body.objects.visible_to(request.user), pk=pk)
    if not _reads_control(request.user, body):
        raise PermissionDenied
    year = _year(request)
    country = Municipality.objects.country()
    context = {
        "body": body,
        "year": year,
        "rows": expecting.control_list(body, year, country=country, user=request.user),
    }
    return render(request, "meetings/control.html", context)


def _reads_control(user, body):
    return body.seats(user) or user.has_perm("organisation.view_year", body)


def _year(request):
    asked = request.GET.get("year", "")
    is_year = asked.isdecimal() and len(asked) == 4 and "2000" <= asked <= "2100"
    return int(asked) if is_year else today().year


def _managed(request, pk):
    bodies = Body.objects.select_related("unit")
    allowed, visible = bodies.managed_by(request.user), bodies.visible_to(request.user)
    return get_allowed(allowed, visible, pk=pk)
