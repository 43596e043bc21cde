"""One report: read, written section by section, and moved on."""

from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from reports.answering import Matrix
from reports.contents import YearContents, tables_beside, titled
from reports.forms import ACTS, EDITORS
from reports.highlights import Drafting
from reports.models import (
    Report,
    ReportLevel,
    Section,
    with_documents,
    with_editions,
)
from reports.snapshots import Incomplete, content_for
from sam.access import get_allowed
from sam.sent import takes_form
from sam.workflow import InvalidTransition, Stale

# Of hundreds of workplaces so many are shown at once.
MOST_ROWS = 50


@require_safe
def report_detail(request, pk):
    reports = in_full(request.user)
    return _render_detail(
        request, get_object_or_404(reports.visible_to(request.user), pk=pk)
    )


@takes_form
def section_edit(request, pk, code, row=None):
    """The form of one section, or of a row of it, with the figures it is about beside it."""
    report = _get_editable(request.user, pk)
    contents = YearContents(report.reporting_year, only=report)
    section = _section_or_404(report, contents, code)
    place = _row_or_404(section, row)
    sections = contents.of(report)["sections"]
    drafting = Drafting(report, contents, sections, section, **place)
    # Asked for by a page without scripts: put into the text, and nothing saved.
    is_taking = "take" in request.POST
    data = drafting.with_taken(request.POST) if is_taking else request.POST or None
    form = EDITORS[section.kind](report, section, sections, data, **place)
    title = next(title for each, title in titled(sections) if each["code"] == code)
    context = {"report": report, "section": section, "title": title, "form": form}
    context |= place
    if not is_taking and form.is_valid():
        try:
            form.carry_out(by=request.user)
        except Stale as stale:
            form.meet(stale.current)
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
    reports = in_full(request.user).filter(level__in=act.levels)
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


@require_safe
def report_answers(request, pk):
    """Who answered what: each of those below in a row, each question in a column."""
    visible = Report.objects.visible_to(request.user).with_places()
    report = get_object_or_404(visible, pk=pk)
    matrix = Matrix(YearContents(report.reporting_year, only=report), report)
    if not matrix.columns:
        raise Http404
    only_deviators = "only" in request.GET
    rows = matrix.deviators if only_deviators else matrix.rows
    page = Paginator(rows, MOST_ROWS).get_page(request.GET.get("page"))
    context = {
        "report": report,
        "matrix": matrix,
        "page": page,
        "only_deviators": only_deviators,
    }
    return render(request, "reports/answers.html", context)


def in_full(user):
    """Reports with all that their pages show and what the person may do."""
    reports = Report.objects.as_read_by(user).with_places().with_moves()
    reports = reports.select_related("approved_snapshot", "submitted_snapshot")
    return with_editions(with_documents(reports))


def _get_editable(user, pk):
    reports = in_full(user)
    return get_allowed(reports.edited_by(user), reports.visible_to(user), pk=pk)


def _render_detail(request, report, *, name="", form=None, status=None):
    contents = YearContents(report.reporting_year, only=report)
    content = content_for(report, contents)
    acts = _acts(report) | ({name: form} if form else {})
    for act in acts.values():
        act.look_at(content)
    context = {
        "report": report,
        "content": content,
        "stray": contents.stray if report.is_summary else 0,
        "acts": acts,
        "writes": report.is_editable and report.is_written,
        "editions": _editions(report),
        "is_approved_shown": bool(report.standing),
        "has_parts": report.level != ReportLevel.UNIT and _is_put_together(content),
        # Read already: the page's head need not ask again.
        "municipality": contents.municipality,
    }
    if form:
        context["form"] = form
    return render(request, "reports/detail.html", context, status=status)


def _editions(report):
    return [
        each | {"at": datetime.fromisoformat(each["at"])}
        for each in report.editions_as_read
    ]


def _is_put_together(content):
    return any(
        "proposed" in each
        for section in content["sections"]
        for each in [*section.get("questions", []), *section.get("requirements", [])]
    )


def _acts(report):
    """The forms of the moves that this person can make now."""
    return {
        name: act(report)
        for name, act in ACTS.items()
        if report.status in act.fits
        and report.level in act.levels
        and (report.is_decidable if act.decides else report.is_editable)
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


def _row_or_404(section, pk):
    """{"row": the one that is written about}, of tables with a text in each; else {}."""
    if section.kind != Section.Kind.INDICATOR_TABLE:
        rows = {None: {}}
    else:
        rows = {row.pk: {"row": row} for row in section.read_rows if not row.metric_id}
    if pk not in rows:
        raise Http404
    return rows[pk]
