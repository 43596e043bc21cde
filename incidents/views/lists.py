from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_POST,
    require_safe,
)

from incidents.columns import DEFAULT, SORTS, columns_of, with_columns
from incidents.forms.filters import (
    ColumnsForm,
    IncidentFilterForm,
    SavedFilterForm,
)
from incidents.links import gives_links
from incidents.models import ChosenColumns, Incident, SavedFilter
from incidents.views.history import imports_history
from incidents.views.usage import may_read_usage
from organisation.models import Municipality
from sam.htmx import render_page_or_partial
from sam.sent import sent, takes_form
from ui.paging import page_of


@require_safe
def incident_list(request):
    municipality = Municipality.objects.current()
    form = IncidentFilterForm(request.GET, country=municipality.country)
    incidents = form.filter(Incident.objects.visible_to(request.user), by=request.user)
    columns = columns_of(chosen_by(request.user))
    rows = with_columns(incidents, columns)
    page = page_of(rows, request.GET, by=sort_of(request.GET))
    context = {
        "municipality": municipality,
        "filter_form": form,
        "columns": columns,
        "saved_filters": SavedFilter.objects.filter(user=request.user),
        "page": page,
        "query": address_of(form, request.GET),
        "imports_history": imports_history(request.user),
        "gives_links": gives_links(request.user),
        "reads_usage": may_read_usage(request.user),
    }
    return render_page_or_partial(request, "incidents/list.html", "results", context)


def sort_of(query):
    """As asked for; else what was chosen by the day that it happened is in that order."""
    sort = query.get("sort")
    if sort in SORTS:
        return sort
    return "-occurred_on" if query.get("since") or query.get("until") else SORTS[0]


def address_of(form, query):
    """What the list shows, as the part of its address after the question mark."""
    kept = form.query
    if sort_of(query) != SORTS[0]:
        kept["sort"] = sort_of(query)
    return kept.urlencode()


def chosen_by(user):
    chosen = ChosenColumns.objects.filter(user=user).first()
    return chosen.names if chosen else DEFAULT


@takes_form
def columns_choose(request):
    """The address is that of the list, with its filters."""
    form = ColumnsForm(request.POST or {"columns": chosen_by(request.user)})
    if request.method == "POST" and form.is_valid():
        ChosenColumns.objects.update_or_create(
            user=request.user, defaults={"names": form.cleaned_data["columns"]}
        )
        return _to_list(_in_force(request))
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "query": _in_force(request)}
    return render(request, "incidents/columns.html", context, status=status)


@require_safe
def saved_filter_list(request):
    return _render_saved(request)


@takes_form
def saved_filter_add(request):
    """Keep the filters that the address has, which is that of the list, under a name."""
    kept = SavedFilter(user=request.user, query=_in_force(request))
    form = SavedFilterForm(sent(request), instance=kept)
    if form.is_valid():
        form.save()
        messages.success(request, _("The filter is saved."))
        return _to_list(kept.query)
    return _render_saved(request, adding=form, status=422 if form.is_bound else 200)


@require_POST
def saved_filter_rename(request, pk):
    kept = get_object_or_404(SavedFilter, user=request.user, pk=pk)
    form = SavedFilterForm(request.POST, instance=kept, prefix=pk)
    if not form.is_valid():
        return _render_saved(request, renaming=form, status=422)
    form.save()
    messages.success(request, _("The filter has its new name."))
    return redirect("incidents:saved_filters")


@require_POST
def saved_filter_delete(request, pk):
    get_object_or_404(SavedFilter, user=request.user, pk=pk).delete()
    messages.success(request, _("The filter is deleted."))
    return redirect("incidents:saved_filters")


def _render_saved(request, *, adding=None, renaming=None, status=200):
    kept = SavedFilter.objects.filter(user=request.user)
    forms = [SavedFilterForm(instance=each, prefix=each.pk) for each in kept]
    if renaming:
        same = [each.instance.pk for each in forms].index(renaming.instance.pk)
        forms[same] = renaming
    context = {"forms": forms, "adding": adding, "form": adding or renaming}
    return render(request, "incidents/saved_filters.html", context, status=status)


def _in_force(request):
    """The part of the list's address that says something."""
    country = Municipality.objects.country()
    return address_of(IncidentFilterForm(request.GET, country=country), request.GET)


def _to_list(query):
    address = reverse("incidents:list")
    return redirect(f"{address}?{query}" if query else address)
