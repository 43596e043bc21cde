"""One report: read, written section by section, and moved on."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from reports.contents import YearContents, tables_beside, titled
from reports.forms import ACTS, EDITORS
from reports.highlights import Drafting
from reports.models import Report, with_documents
from reports.snapshots import Incomplete, current_content
from sam.access import get_allowed
from sam.sent import takes_form
from sam.workflow import InvalidTransition, Stale


@require_safe
def report_detail(request, pk):
    reports = in_full(request.user)
    return _render_detail(
        request, get_object_or_404(reports.visible_to(request.user), pk=pk)
    )


@takes_form
def section_edit(request, pk, code):
    """The form of one section, with the figures it is about beside it."""
    report = _get_editable(request.user, pk)
    contents = YearContents(report.reporting_year, only=report)
    section = _section_or_404(report, contents, code)
    sections = contents.of(report)["sections"]
    drafting = Drafting(report, contents, sections, section)
    # Asked for by a page without scripts: put into the text, and nothing saved.
    is_taking = "take" in request.POST
    data = drafting.with_taken(request.POST) if is_taking else request.POST or None
    form = EDITORS[section.kind](report, section, sections, data)
    title = next(title for each, title in titled(sections) if each["code"] == code)
    context = {"report": report, "section": section, "title": title, "form": form}
    if not is_taking and form.is_valid():
        try:
            form.carry_out(by=request.user)
        except Stale as stale:
            form.meet(stale.current, by=stale.current.written_by)
        except InvalidTransition as error:
            messages.error(request, error)
            return redirect(report)
        else:
            messages.success(request, _("Saved."))
            return redirect(f"{report.get_absolute_url()}#{code}")
    context["beside"] = tables_beside(sections, code)
    context["drafting"] = drafting
    context["municipality"] = contents.municipality
    status = 422 if request.method == "POST" and not is_taking else 200
    return render(request, "reports/section.html", context, status=status)


@require_POST
def report_act(request, pk, name):
    act = ACTS.get(name)
    if not act:
        raise Http404
    reports = in_full(request.user)
    allowed = reports.decided_by if act.decides else reports.edited_by
    report = get_allowed(allowed(request.user), reports.visible_to(request.user), pk=pk)
    form = act(report, request.POST)
    if not form.is_valid():
        return _render_detail(request, report, name=name, form=form, status=422)
    try:
        form.carry_out(by=request.user)
    except (InvalidTransition, Incomplete) as error:
        messages.error(request, error)
    else:
        messages.success(request, form.done)
    return redirect(report)


def in_full(user):
    """Reports with all that their pages show and what the person may do."""
    reports = Report.objects.with_rights_of(user).with_places()
    return with_documents(reports.select_related("approved_snapshot"))


def _get_editable(user, pk):
    reports = in_full(user)
    return get_allowed(reports.edited_by(user), reports.visible_to(user), pk=pk)


def _render_detail(request, report, *, name="", form=None, status=None):
    contents = YearContents(report.reporting_year, only=report)
    context = {
        "report": report,
        "content": current_content(report, contents),
        "stray": contents.stray if report.is_summary else 0,
        "acts": _acts(request.user, report) | ({name: form} if form else {}),
        "writes": report.is_editable and report.is_written,
        # Read already: the page's head need not ask again.
        "municipality": contents.municipality,
    }
    if form:
        context["form"] = form
    return render(request, "reports/detail.html", context, status=status)


def _acts(user, report):
    """The forms of the moves that this person can make now."""
    decides = Report.objects.decided_by(user).filter(pk=report.pk).exists()
    return {
        name: act(report)
        for name, act in ACTS.items()
        if report.status in act.fits
        and (decides if act.decides else report.is_editable)
    }


def _section_or_404(report, contents, code):
    found = [
        each
        for each in contents.sections
        if each.code == code and report.level in each.levels
    ]
    if not found or found[0].kind not in EDITORS:
        raise Http404
    return found[0]
