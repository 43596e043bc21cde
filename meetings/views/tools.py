"""The library of tools, what workplaces have agreed on, and agendas."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from meetings.access import is_hr, leads_units
from meetings.forms.tools import (
    AgreementFilterForm,
    AgreementForm,
    StandingItemForm,
    TemplateForm,
    ToolFilterForm,
    ToolForm,
)
from meetings.models import AgendaTemplate, DialogTool, GroupAgreement, Meeting
from sam.access import get_allowed
from sam.htmx import render_page_or_partial
from sam.sent import sent, takes_form
from ui.acting import form_page
from ui.drafting import change_places
from ui.paging import page_of


@require_safe
def tool_list(request):
    form, manages = ToolFilterForm(request.GET), is_hr(request.user)
    tools = DialogTool.objects.all() if manages else DialogTool.objects.offered()
    context = {
        "filter_form": form,
        "page": page_of(form.filter(tools), request.GET, by="name"),
        "manages": manages,
    }
    return render_page_or_partial(
        request, "meetings/tool_list.html", "results", context
    )


@takes_form
def tool_add(request):
    return _tool_page(request, title=_("Add a tool"))


@takes_form
def tool_edit(request, pk):
    tool = get_object_or_404(DialogTool, pk=pk)
    return _tool_page(request, title=_("Change the tool"), instance=tool)


def _tool_page(request, *, title, instance=None):
    _only_hr(request)
    return form_page(
        request,
        ToolForm(sent(request), instance=instance),
        title=title,
        button=_("Save"),
        back=reverse("meetings:tool_list"),
        back_words=_("Tools for dialogue"),
        done=_("Saved."),
    )


def _only_hr(request):
    if not is_hr(request.user):
        raise PermissionDenied


# What workplaces have agreed on


@require_safe
def agreement_list(request):
    form = AgreementFilterForm(request.GET, user=request.user)
    agreements = GroupAgreement.objects.visible_to(request.user).in_force()
    agreements = form.in_unit(agreements).select_related("unit")
    context = {
        "filter_form": form,
        "page": page_of(agreements, request.GET, by="-agreed_on"),
        "can_add": leads_units(request.user),
    }
    template = "meetings/agreement_list.html"
    return render_page_or_partial(request, template, "results", context)


@require_safe
def agreement_detail(request, pk):
    agreements = GroupAgreement.objects.visible_to(request.user)
    agreement = get_object_or_404(agreements.select_related("unit", "meeting"), pk=pk)
    handled = GroupAgreement.objects.handled_by(request.user)
    context = {"agreement": agreement, "handles": handled.filter(pk=pk).exists()}
    return render(request, "meetings/agreement_detail.html", context)


@takes_form
def agreement_add(request):
    if not leads_units(request.user):
        raise PermissionDenied
    form = AgreementForm(sent(request), by=request.user, meeting=_meeting(request))
    return form_page(
        request,
        form,
        title=_("What have you agreed on?"),
        button=_("Save"),
        back=reverse("meetings:agreement_list"),
        back_words=_("What workplaces have agreed on"),
        done=_("It is saved, and stands on the workplace's page."),
    )


def _meeting(request):
    """Where it was agreed on, as the page of the meeting asks."""
    asked = request.GET.get("meeting", "")
    try:
        return Meeting.objects.handled_by(request.user).filter(pk=asked).first()
    except (ValueError, TypeError, ValidationError):
        return None


@takes_form
def agreement_edit(request, pk):
    agreement = _handled_agreement(request, pk)
    return form_page(
        request,
        AgreementForm(sent(request), by=request.user, instance=agreement),
        title=_("Go through the agreement again"),
        button=_("Save"),
        back=agreement.get_absolute_url(),
        back_words=agreement,
        done=_("Saved."),
    )


@require_POST
def agreement_end(request, pk):
    agreement = _handled_agreement(request, pk)
    agreement.end(version=agreement.version)
    return redirect(agreement)


def _handled_agreement(request, pk):
    agreements = GroupAgreement.objects.select_related("unit")
    user = request.user
    return get_allowed(agreements.handled_by(user), agreements.visible_to(user), pk=pk)


# Agendas


@require_safe
def template_list(request):
    _only_hr(request)
    templates = AgendaTemplate.objects.prefetch_related("items")
    return render(request, "meetings/template_list.html", {"templates": templates})


@require_safe
def template_detail(request, pk):
    _only_hr(request)
    template = get_object_or_404(
        AgendaTemplate.objects.prefetch_related("items"), pk=pk
    )
    return render(request, "meetings/template_detail.html", {"agenda": template})


@takes_form
def template_add(request):
    _only_hr(request)
    return form_page(
        request,
        TemplateForm(sent(request)),
        title=_("A new agenda"),
        button=_("Save"),
        back=reverse("meetings:template_list"),
        back_words=_("Agendas"),
    )


@takes_form
def template_edit(request, pk):
    _only_hr(request)
    template = get_object_or_404(AgendaTemplate, pk=pk)
    return form_page(
        request,
        TemplateForm(sent(request), instance=template),
        title=_("Change the agenda"),
        button=_("Save"),
        back=template.get_absolute_url(),
        back_words=template,
        done=_("Saved."),
    )


@takes_form
def standing_add(request, pk):
    _only_hr(request)
    template = get_object_or_404(AgendaTemplate, pk=pk)
    return _standing_page(request, template, title=_("Add a standing item"))


@takes_form
def standing_edit(request, pk, item):
    _only_hr(request)
    template = get_object_or_404(AgendaTemplate, pk=pk)
    found = get_object_or_404(template.items, pk=item)
    return _standing_page(
        request, template, title=_("Change the standing item"), instance=found
    )


def _standing_page(request, template, *, title, instance=None):
    return form_page(
        request,
        StandingItemForm(template, sent(request), instance=instance),
        title=title,
        button=_("Save"),
        back=template.get_absolute_url(),
        back_words=template,
        done=_("Saved."),
    )


@require_POST
def standing_act(request, pk, item):
    """Up, down or out; meetings that are planned already keep it."""
    _only_hr(request)
    template = get_object_or_404(AgendaTemplate, pk=pk)
    found = get_object_or_404(template.items, pk=item)
    if "remove" in request.POST:
        found.delete()
    else:
        change_places(found, template.items.all(), up="up" in request.POST)
    return redirect(template)
