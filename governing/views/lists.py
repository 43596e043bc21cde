"""Documents to find, and which workplaces have gone through them."""

from django.core.exceptions import PermissionDenied
from django.views.decorators.http import require_safe

from governing.forms.documents import DocumentFilterForm, owners, writes_somewhere
from governing.forms.reading import MatrixForm
from governing.matrix import Matrix
from governing.models import GoverningDocument
from organisation.models import UnitPermission
from organisation.permissions import granted_units
from sam.htmx import render_page_or_partial
from ui.paging import page_of
from ui.searching import render_matches


@require_safe
def document_list(request):
    form = DocumentFilterForm(request.GET, user=request.user)
    documents = form.filter(GoverningDocument.objects.visible_to(request.user))
    documents = documents.select_related("unit", "parent").with_version()
    context = {
        "filter_form": form,
        "page": page_of(documents, request.GET, by="title"),
        "can_add": writes_somewhere(request.user),
        "sees_year": sees_year(request.user),
    }
    return render_page_or_partial(
        request, "governing/document_list.html", "results", context
    )


@require_safe
def matrix(request):
    """Workplaces and documents of a year: done, late or not yet due."""
    if not sees_year(request.user):
        raise PermissionDenied
    form = MatrixForm(request.GET, user=request.user)
    found = Matrix(
        form.chosen_year,
        user=request.user,
        top=form.cleaned_data.get("unit"),
        theme=form.cleaned_data.get("theme", ""),
    )
    page = page_of(found.units.select_related("parent"), request.GET, by="name")
    context = {
        "filter_form": form,
        "year": found.year,
        "documents": found.documents,
        "totals": found.totals(),
        "page": page,
        "rows": found.rows(page.rows),
    }
    return render_page_or_partial(request, "governing/matrix.html", "results", context)


@require_safe
def document_options(request):
    """Documents by part of their title, for who writes one that belongs under another."""
    return render_matches(request, GoverningDocument.objects.visible_to(request.user))


@require_safe
def owner_options(request):
    """Everyone who may log in, for who writes documents."""
    if not writes_somewhere(request.user):
        raise PermissionDenied
    return render_matches(request, owners())


def sees_year(user):
    return bool(granted_units(user, UnitPermission.VIEW_YEAR).units)
