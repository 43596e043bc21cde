"""The page of all parts, for those who build pages: /style/ while developing."""

import datetime

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.shortcuts import render
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ui import charts
from ui.forms import SearchField
from ui.paging import page_of
from ui.searching import render_matches
from ui.widgets import CheckboxCards, DateInput, RadioCards, TimeInput


class _Kinds(QuerySet):
    def search(self, text):
        return self.filter(model__icontains=text)


class StyleForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[
            ("near_miss", _("Near miss")),
            ("accident", _("Accident")),
            ("observation", _("Risk observation")),
        ],
        widget=RadioCards(
            descriptions={
                "near_miss": _("Something that could have harmed someone"),
                "accident": _("Someone was hurt"),
            }
        ),
    )
    text = forms.CharField(
        label=_("What happened?"),
        help_text=_("Write no names of patients, pupils or relatives."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    thing = SearchField(
        _Kinds(ContentType).order_by("model"),
        label=_("Where?"),
        url=reverse_lazy("style:search"),
    )
    occurred_on = forms.DateField(label=_("Date"), widget=DateInput)
    occurred_at = forms.TimeField(label=_("Time"), widget=TimeInput, required=False)
    answer = forms.ChoiceField(
        label=_("Is the lighting good?"),
        choices=[("yes", _("Yes")), ("no", _("No")), ("na", _("Not applicable"))],
        widget=forms.RadioSelect(attrs={"class": "side-by-side"}),
    )
    causes = forms.MultipleChoiceField(
        label=_("Causes"),
        choices=[("floor", _("Floor")), ("stress", _("Stress")), ("tools", _("Tools"))],
        widget=CheckboxCards,
        required=False,
    )
    severity = forms.ChoiceField(
        label=_("Severity"), choices=[(n, n) for n in range(1, 6)]
    )
    photo = forms.FileField(label=_("Photo"), required=False)
    agreed = forms.BooleanField(label=_("I have read this"))


class StyleFilter(forms.Form):
    mark_optional = False
    q = forms.CharField(label=_("Search"), required=False)
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[("", _("All")), ("open", _("Open")), ("closed", _("Closed"))],
        required=False,
    )


def _figures():
    """What the charts of the page show."""
    years = ["2022", "2023", "2024"]
    return {
        "grouped": charts.columns(
            _("Sick leave falls for both women and men"),
            years,
            [(_("Women"), [9.3, 8.6, 8.1]), (_("Men"), [5.5, 5.0, 4.9])],
            unit="%",
            target=(_("Target"), 6.5),
        ),
        "sorted": charts.bars(
            _("Most near misses come from schools"),
            [(_("Schools"), 312), (_("Preschools"), 205), (_("Home care"), 187)],
        ),
        "stacked": charts.stacked(
            _("Two of three answer yes"),
            [(_("Lighting"), [12, 3, 2]), (_("Noise"), [6, 8, 3])],
            [_("Yes"), _("Partly"), _("No")],
        ),
        "trend": charts.trend(_("Rising since spring"), [3, 4, 4, 6, 5, 8]),
    }


@login_not_required
@require_safe
def style(request):
    """Everything once; ?errors=1 shows the form as it comes back when it is wrong."""
    messages.success(request, _("The report is sent."))
    form = StyleForm({"text": "Kept"}) if "errors" in request.GET else StyleForm()
    page = page_of(ContentType.objects.all(), request.GET, by="model", size=4)
    context = {
        "form": form,
        "filter_form": StyleFilter(request.GET or None),
        "page": page,
        "step_labels": [_("Received"), _("Investigated"), _("Closed")],
        "day": datetime.date(2024, 5, 14),
        **_figures(),
    }
    return render(request, "ui/style.html", context)


@login_not_required
@require_safe
def search(request):
    return render_matches(request, _Kinds(ContentType).order_by("model"))


app_name = "style"
urlpatterns = [path("", style, name="page"), path("search/", search, name="search")]
