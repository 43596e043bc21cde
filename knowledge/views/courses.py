"""Courses and who must have them: HR's pages."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from knowledge.forms.courses import CourseForm, RequirementForm
from knowledge.loading import load_courses
from knowledge.models import Course, CourseRequirement
from knowledge.rights import leads, manages, require
from sam.sent import sent, takes_form
from ui.acting import form_page, is_done, render_form


@require_safe
def course_list(request):
    require(leads(request.user))
    context = {
        "courses": Course.objects.prefetch_related("requirements"),
        "manages": manages(request.user),
    }
    return render(request, "knowledge/course_list.html", context)


@require_POST
def load(request):
    """Begin with the country's courses."""
    require(manages(request.user))
    load_courses()
    messages.success(request, _("The courses are there. Change what you want."))
    return redirect("knowledge:course_list")


@takes_form
def course_form(request, pk=None):
    require(manages(request.user))
    course = get_object_or_404(Course, pk=pk) if pk else None
    return form_page(
        request,
        CourseForm(sent(request), instance=course),
        title=course or _("Add a course"),
        button=_("Save"),
        back=reverse("knowledge:course_list"),
        back_words=_("Courses"),
        done=_("Saved."),
    )


@takes_form
def course_detail(request, pk):
    """The course with who must have it, and a form for one more."""
    require(leads(request.user))
    course = get_object_or_404(Course, pk=pk)
    may_change = manages(request.user)
    require(may_change or request.method != "POST")
    form = RequirementForm(course, sent(request))
    if is_done(request, form, _("Saved.")):
        return redirect(course)
    return render_form(
        request,
        form,
        "knowledge/course_detail.html",
        course=course,
        requirements=course.requirements.select_related("unit"),
        manages=may_change,
    )


@require_POST
def requirement_delete(request, pk):
    require(manages(request.user))
    requirement = get_object_or_404(
        CourseRequirement.objects.select_related("course"), pk=pk
    )
    requirement.delete()
    messages.success(request, _("The requirement is gone."))
    return redirect(requirement.course)
