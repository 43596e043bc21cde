"""Certificates: the list, one of them, the own page, and units by courses."""

from collections import defaultdict
from typing import NamedTuple

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from attachments.serving import serve_file
from knowledge.forms.certificates import (
    CertificateFilterForm,
    CertificateForm,
    MatrixForm,
)
from knowledge.forms.planned import AnswerForm, WishForm
from knowledge.models import Certificate, Course, PlannedCourse
from knowledge.needs import Needs
from knowledge.rights import leads, manages, people_led_by, require, units_led_by
from organisation.roles import appointments_by_unit, level_above
from sam.access import get_allowed
from sam.htmx import render_page_or_partial
from sam.sent import sent, takes_form
from ui.acting import is_done, render_form
from ui.paging import page_of
from ui.searching import render_matches

# Of what is missing so many are shown; who has more chooses a unit or a course.
MOST = 200
_SORTED = {"last_on", "-last_on", "person__name", "-person__name"}


@require_safe
def certificate_list(request):
    user = request.user
    form = CertificateFilterForm(request.GET, user=user)
    context = {
        "filter_form": form,
        "manages": manages(user),
        "leads": leads(user),
        "has_courses": Course.objects.exists(),
        "needs": [],
        "page": None,
    }
    if form.cleaned_data.get("show") == "missing":
        context |= _missing(form, user)
    else:
        sort = request.GET.get("sort")
        rows = form.filter(Certificate.objects.visible_to(user))
        rows = rows.select_related("person__unit", "course")
        page = page_of(rows, request.GET, by=sort if sort in _SORTED else "last_on")
        people = [(each.person, each.person.unit) for each in page]
        context |= {"page": page, "superiors": _superiors(people)}
    template = "knowledge/certificate_list.html"
    return render_page_or_partial(request, template, "results", context)


def _missing(form, user):
    said = form.cleaned_data
    units = form.in_unit(units_led_by(user), path="pk")
    needs = Needs(units, course=said.get("course"), role=said.get("role", ""))
    words = said.get("q", "").casefold().split()
    rows = [
        need
        for need in needs.lacking
        if not need.last_on
        and all(word in need.person.name.casefold() for word in words)
    ]
    rows.sort(key=lambda need: (need.due_on, need.person.name))
    shown = rows[:MOST]
    return {
        "needs": shown,
        "more": len(rows) - len(shown),
        "superiors": _superiors([(need.person, need.unit) for need in shown]),
    }


def _superiors(people):
    """{person: the nearest manager above them}; one query for all."""
    among = appointments_by_unit() if people else {}
    return {
        person.pk: next(iter(level_above(unit, [person.pk], among=among)), None)
        for person, unit in people
        if unit
    }


@require_safe
def people_options(request):
    require(leads(request.user))
    return render_matches(request, people_led_by(request.user))


@takes_form
def certificate_add(request):
    require(leads(request.user))
    initial = {name: request.GET.get(name, "") for name in ("person", "course")}
    form = CertificateForm(
        sent(request), request.FILES or None, by=request.user, initial=initial
    )
    if form.is_valid():
        certificate = form.carry_out(by=request.user)
        messages.success(request, _("The certificate is registered."))
        return redirect(certificate)
    return render_form(request, form, "knowledge/certificate_form.html")


@require_safe
def certificate_detail(request, pk):
    visible = Certificate.objects.visible_to(request.user)
    visible = visible.select_related("person__unit", "course", "registered_by", "file")
    certificate = get_object_or_404(visible, pk=pk)
    handled = Certificate.objects.handled_by(request.user)
    context = {
        "certificate": certificate,
        "handles": handled.filter(pk=pk).exists(),
    }
    return render(request, "knowledge/certificate_detail.html", context)


@require_safe
def certificate_file(request, pk):
    visible = Certificate.objects.visible_to(request.user).select_related("file")
    certificate = get_object_or_404(visible, pk=pk)
    if certificate.file is None:
        raise Http404
    return serve_file(certificate.file)


@takes_form
def certificate_delete(request, pk):
    """What was registered by mistake; the history keeps that it was."""
    certificates = Certificate.objects
    certificate = get_allowed(
        certificates.handled_by(request.user).select_related("person", "course"),
        certificates.visible_to(request.user),
        pk=pk,
    )
    if request.method == "POST":
        certificate.discard()
        messages.success(request, _("The certificate is deleted."))
        return redirect("knowledge:certificate_list")
    context = {"certificate": certificate}
    return render(request, "knowledge/certificate_delete.html", context)


# Oneself


@takes_form
def my_courses(request):
    """What the person has taken, must take, is to take and wishes for."""
    user = request.user
    form = WishForm(sent(request))
    if is_done(request, form, _("Your manager sees what you wish for.")):
        return redirect("knowledge:my_courses")
    certificates = user.certificates.select_related("course").order_by("-taken_on")
    return render_form(
        request,
        form,
        "knowledge/my_courses.html",
        needs=Needs(person=user).rows,
        certificates=certificates,
        planned=user.planned_courses.select_related("course"),
    )


@require_safe
def planned_list(request):
    """What people wish for and are to take, for those who lead them."""
    require(leads(request.user))
    rows = PlannedCourse.objects.open().handled_by(request.user)
    rows = rows.select_related("person__unit", "course")
    context = {"page": page_of(rows, request.GET, by="-at")}
    return render(request, "knowledge/planned_list.html", context)


@takes_form
def planned_answer(request, pk):
    planned = PlannedCourse.objects
    row = get_allowed(
        planned.handled_by(request.user).select_related("person", "course"),
        planned.visible_to(request.user),
        pk=pk,
    )
    form = AnswerForm(sent(request), instance=row)
    if is_done(request, form, _("The person sees your answer.")):
        return redirect("knowledge:planned_list")
    return render_form(request, form, "knowledge/planned_answer.html", row=row)


@takes_form
def plan_add(request, person, course):
    """A course that somebody must have is offered or planned."""
    require(leads(request.user))
    person = get_object_or_404(people_led_by(request.user), pk=person)
    course = get_object_or_404(Course.objects.offered(), pk=course)
    row = PlannedCourse(
        person=person,
        course=course,
        by=request.user,
        status=PlannedCourse.Status.OFFERED,
    )
    form = AnswerForm(sent(request), instance=row)
    if is_done(request, form, _("The person sees it among their courses.")):
        return redirect(f"{reverse('knowledge:certificate_list')}?show=missing")
    return render_form(request, form, "knowledge/planned_answer.html", row=row)


# Units by courses


class Cell(NamedTuple):
    met: int
    all: int

    @property
    def tone(self):
        return (
            "success" if self.met == self.all else "warning" if self.met else "danger"
        )


@require_safe
def matrix(request):
    """How many have what they must have, for the units directly below the chosen one."""
    user = request.user
    form = MatrixForm(request.GET, user=user)
    led = units_led_by(user).existing()
    top = form.cleaned_data.get("unit")
    needs = Needs(form.in_unit(led, path="pk"))
    courses = list(needs.by_course())
    cells = _cells(needs)
    rows = [
        (unit, [(course, cells.get((unit.pk, course))) for course in courses])
        for unit in _rows(led, top)
    ]
    context = {
        "filter_form": form,
        "courses": courses,
        "rows": [(unit, row) for unit, row in rows if any(cell for _, cell in row)],
    }
    return render(request, "knowledge/matrix.html", context)


def _rows(led, top):
    """The chosen unit, else the topmost ones, and the units directly below."""
    tops = led.filter(pk=top.pk) if top else led.exclude(parent__in=led.values("pk"))
    below = led.filter(parent__in=tops.order_by().values("pk"))
    return [*tops.order_by("name"), *below.order_by("name")]


def _cells(needs):
    """{(unit, course): Cell} of each unit with all that hangs below it."""
    met = defaultdict(list)
    for need in needs.rows:
        for above in need.unit.lineage:
            met[above, need.course].append(need.is_met)
    return {key: Cell(sum(each), len(each)) for key, each in met.items()}
