"""The page of all parts, for those who build pages: /style/ while developing."""

import datetime

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.shortcuts import render
from django.urls import path, reverse_lazy
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
        label="What is it about?",
        choices=[
            ("near_miss", "Near miss"),
            ("accident", "Accident"),
            ("observation", "Risk observation"),
        ],
        widget=RadioCards(
            descriptions={
                "near_miss": "Something that could have harmed someone",
                "accident": "Someone was hurt",
            }
        ),
    )
    text = forms.CharField(
        label="What happened?",
        help_text="Write no names of patients, pupils or relatives.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    thing = SearchField(
        _Kinds(ContentType).order_by("model"),
        label="Where?",
        url=reverse_lazy("style:search"),
    )
    occurred_on = forms.DateField(label="Date", widget=DateInput)
    occurred_at = forms.TimeField(label="Time", widget=TimeInput, required=False)
    answer = forms.ChoiceField(
        label="Is the lighting good?",
        choices=[("yes", "Yes"), ("no", "No"), ("na", "Not applicable")],
        widget=forms.RadioSelect(attrs={"class": "side-by-side"}),
    )
    causes = forms.MultipleChoiceField(
        label="Causes",
        choices=[("floor", "Floor"), ("stress", "Stress"), ("tools", "Tools")],
        widget=CheckboxCards,
        required=False,
    )
    severity = forms.ChoiceField(
        label="Severity", choices=[(n, n) for n in range(1, 6)]
    )
    photo = forms.FileField(label="Photo", required=False)
    agreed = forms.BooleanField(label="I have read this")


class StyleFilter(forms.Form):
    mark_optional = False
    q = forms.CharField(label="Search", required=False)
    status = forms.ChoiceField(
        label="Status",
        choices=[("", "All"), ("open", "Open"), ("closed", "Closed")],
        required=False,
    )


def _figures():
    """What the charts of the page show."""
    years = ["2022", "2023", "2024"]
    return {
        "grouped": charts.columns(
            "Sick leave falls for both women and men",
            years,
            [("Women", [9.3, 8.6, 8.1]), ("Men", [5.5, 5.0, 4.9])],
            unit="%",
            target=("Target", 6.5),
        ),
        "over_time": charts.lines(
            "Short sick leave falls, long stays as it was",
            [*years, "2025", "2026"],
            [
                ("Short", [3.8, 3.2, 3.1, None, 2.9]),
                ("Long", [4.7, 4.6, 4.6, 4.7, 4.6]),
            ],
            unit="%",
            target=("Target", 4.0),
        ),
        "sorted": charts.bars(
            "Most near misses come from schools",
            [("Schools", 312), ("Preschools", 205), ("Home care", 187)],
        ),
        "stacked": charts.stacked(
            "Two of three answer yes",
            [("Lighting", [12, 3, 2]), ("Noise", [6, 8, 3])],
            ["Yes", "Partly", "No"],
        ),
        "trend": charts.trend("Rising since spring", [3, 4, 4, 6, 5, 8]),
    }


@login_not_required
@require_safe
def style(request):
    """Everything once; ?errors=1 shows the form as it comes back when it is wrong."""
    messages.success(request, "The report is sent.")
    form = StyleForm({"text": "Kept"}) if "errors" in request.GET else StyleForm()
    page = page_of(ContentType.objects.all(), request.GET, by="model", size=4)
    context = {
        "form": form,
        "filter_form": StyleFilter(request.GET or None),
        "page": page,
        "step_labels": ["Received", "Investigated", "Closed"],
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
