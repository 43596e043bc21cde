from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_POST,
    require_safe,
)

from organisation.models import UnitPermission
from organisation.permissions import holds_everywhere
from riskassessment import editing, versions
from riskassessment.forms.checklists import (
    ChecklistFilterForm,
    CompareForm,
    HeadForm,
    PublishForm,
)
from riskassessment.models import Area, Checklist
from sam.access import get_allowed
from sam.htmx import render_page_or_partial
from sam.sent import sent, takes_form
from sam.workflow import InvalidTransition
from ui.acting import render_form
from ui.paging import page_of


@require_safe
def checklist_list(request):
    form = ChecklistFilterForm(request.GET)
    checklists = Checklist.objects.visible_to(request.user)
    page = page_of(form.filter(checklists), request.GET, by="area")
    context = {
        "filter_form": form,
        "page": page,
        "areas": _by_area(page),
        "manages": _manages(request),
    }
    return render_page_or_partial(
        request, "riskassessment/checklist_list.html", "results", context
    )


def _by_area(checklists):
    """What each area has, in the order of areas, by name."""
    found = []
    for area in Area:
        rows = [each for each in checklists if each.area == area]
        if rows:
            rows.sort(key=lambda each: (each.name.casefold(), -each.version))
            found.append((area.label, rows))
    return found


def _manages(request):
    return holds_everywhere(request.user, UnitPermission.MANAGE_ROUNDS)


def readable(request, pk):
    return get_object_or_404(Checklist.objects.visible_to(request.user), pk=pk)


def managed(request, pk):
    """The checklist for those who may write it; see `get_allowed`."""
    checklists = Checklist.objects.select_related("based_on", "changed_by")
    allowed = checklists.managed_by(request.user)
    return get_allowed(allowed, checklists.visible_to(request.user), pk=pk)


@require_safe
def checklist_detail(request, pk):
    """As it looks in a round; of a draft that is how it will look."""
    checklist = readable(request, pk)
    context = {
        "checklist": checklist,
        "sections": checklist.sections.prefetch_related("questions"),
        "manages": _manages(request),
        "has_earlier": versions.earlier(checklist).exists(),
    }
    return render(request, "riskassessment/checklist.html", context)


@require_safe
def checklist_compare(request, pk):
    checklist = readable(request, pk)
    form = CompareForm(request.GET, checklist=checklist)
    if not (old := form.chosen()):
        raise Http404
    context = {
        "checklist": checklist,
        "old": old,
        "filter_form": form,
        **versions.compare(old, checklist),
    }
    return render(request, "riskassessment/checklist_compare.html", context)


@takes_form
def checklist_add(request):
    if not _manages(request):
        raise PermissionDenied
    form = HeadForm(sent(request), instance=Checklist())
    if form.is_valid():
        draft = editing.begin(by=request.user, **form.said)
        return redirect("riskassessment:checklist_edit", draft.pk)
    return render_form(request, form, "riskassessment/checklist_add.html")


@require_POST
def checklist_copy(request, pk):
    source = managed(request, pk)
    draft = editing.make_own(source, by=request.user)
    if draft.based_on_id != source.pk:
        messages.info(request, _("There is a draft already. Go on with that one."))
    return redirect("riskassessment:checklist_edit", draft.pk)


@takes_form
def checklist_publish(request, pk):
    draft = managed(request, pk)
    schedules = versions.schedules_to_switch(draft)
    shipped = versions.forerunners(draft).filter(is_offered=True)
    number = schedules.count()
    form = PublishForm(sent(request), schedules=number, shipped=shipped)
    if form.is_valid():
        try:
            versions.publish(draft, by=request.user, **form.cleaned_data)
        except InvalidTransition as error:
            messages.error(request, error)
        else:
            messages.success(request, _("The checklist is in use."))
    if request.method == "POST" or not draft.is_draft:
        return redirect(draft)
    context = {
        "checklist": draft,
        "form": form,
        "schedules": number,
        "shipped": shipped,
        "missing": versions.missing(draft),
        "replaced": Checklist.objects.filter(code=draft.code, is_offered=True).first(),
    }
    return render(request, "riskassessment/checklist_publish.html", context)


@takes_form
def checklist_withdraw(request, pk):
    checklist = managed(request, pk)
    if request.method == "POST":
        try:
            checklist.withdraw()
        except InvalidTransition as error:
            messages.error(request, error)
        else:
            messages.success(request, _("No more rounds are planned along it."))
    if request.method == "POST" or not checklist.is_offered:
        return redirect(checklist)
    context = {
        "checklist": checklist,
        "schedules": versions.schedules_along(checklist).count(),
    }
    return render(request, "riskassessment/checklist_withdraw.html", context)


@takes_form
def checklist_discard(request, pk):
    draft = managed(request, pk)
    if request.method == "POST":
        try:
            editing.discard(draft, by=request.user)
        except InvalidTransition as error:
            messages.error(request, error)
        else:
            messages.success(request, _("The draft is discarded."))
        return redirect("riskassessment:checklist_list")
    if not draft.is_draft:
        return redirect(draft)
    context = {"checklist": draft}
    return render(request, "riskassessment/checklist_discard.html", context)
