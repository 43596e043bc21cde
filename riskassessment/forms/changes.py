"""What changes, when, with which risks, and who takes part."""

from django import forms
from django.db.models import Q
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from actionplans.models import RiskMatrix
from organisation import roles
from organisation.forms import InUnitForm
from organisation.models import Country, Role, Unit, UnitPermission, User
from riskassessment.models import ChangeAssessment, Participant, Risk
from ui.days import not_past
from ui.forms import SearchField, Versioned, WordsField
from ui.widgets import CheckboxCards, DateInput, RadioCards

REPRESENTATIVES = (
    Participant.Part.SAFETY_REPRESENTATIVE,
    Participant.Part.CHIEF_REPRESENTATIVE,
)
SORTS = ["-created_at", "created_at", "decision_due_on", "-decision_due_on"]
SORTS += ["starts_on", "-starts_on"]


class ChangeFilterForm(InUnitForm):
    permission = UnitPermission.VIEW_ROUNDS
    field_order = ["q", "show", "status", "unit"]

    q = WordsField(label=_("Search"), max_length=100)
    show = forms.ChoiceField(
        label=_("Show"),
        choices=[
            ("", _("All")),
            ("mine", _("Mine to do")),
            ("late", _("Late")),
            ("undiscussed", _("Not discussed")),
        ],
        required=False,
    )
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[("", _("All")), *ChangeAssessment.Status.choices],
        required=False,
    )

    def __init__(self, data, *, user):
        self.user = user
        super().__init__(data, user=user)

    def filter(self, changes):
        """Narrow the changes; a filter that makes no sense is left out."""
        asked = self.cleaned_data
        if text := asked.get("q"):
            changes = changes.search(text)
        if status := asked.get("status"):
            changes = changes.filter(status=status)
        match asked.get("show"):
            case "mine":
                mine = ChangeAssessment.objects.to_do_for(self.user)
                changes = changes.filter(pk__in=mine.values("pk"))
            case "late":
                changes = changes.filter(
                    pk__in=ChangeAssessment.objects.late().values("pk")
                )
            case "undiscussed":
                changes = changes.undiscussed()
        return self.in_unit(changes)


class SurveyedForm(forms.ModelForm):
    """Danish law asks of each change whether the workplace is surveyed anew (APV)."""

    needs_survey = forms.TypedChoiceField(
        label=_("Does the change call for a new survey of the workplace (APV)?"),
        choices=[("True", _("Yes")), ("False", _("No"))],
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect(attrs={"class": "side-by-side"}),
    )
    needs_survey_why = forms.CharField(
        label=_("Why, or why not?"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2_000,
    )

    def __init__(self, data=None, *, country, **kwargs):
        super().__init__(data, **kwargs)
        if country != Country.DK:
            del self.fields["needs_survey"], self.fields["needs_survey_why"]


_LABELS = {
    "title": _("What is the change called?"),
    "what_changes": _("What changes?"),
    "affected": _("For whom?"),
    "starts_on": _("When does the change begin?"),
    "decision_due_on": _("When is it decided?"),
    "cooperation_group": _("Which group, by its name?"),
    "consequences": _("What does it lead to for the work environment?"),
}
_HELP = {
    "title": _("For example: new rota in the kitchen, or two schools become one."),
    "what_changes": _("What is it like today, and what will it be like?"),
    "affected": _("Which groups, how many, also those who work there at times."),
    "decision_due_on": _(
        "The risks are assessed, and the safety representative has had a say, before "
        "that day."
    ),
    "consequences": _(
        "Think of workload, working hours, responsibility, cooperation, premises, "
        "equipment and knowledge."
    ),
    "discussed_on": _("Also a day that is to come. Until it is set it is missing."),
}
_WIDGETS = {
    "what_changes": forms.Textarea(attrs={"rows": 4}),
    "affected": forms.Textarea(attrs={"rows": 2}),
    "consequences": forms.Textarea(attrs={"rows": 5}),
    "starts_on": DateInput,
    "decision_due_on": DateInput,
    "informed_on": DateInput,
    "discussed_on": DateInput,
}
# The cooperation group (samverkansgrupp, MED), which is told and discusses the change.
_DISCUSSION = ["cooperation_group", "informed_on", "discussed_on"]


def _ask_of_group(fields, group):
    """Ask of the group by what it is called in the country."""
    labels = {
        "informed_on": _("When is it told in %(group)s?"),
        "discussed_on": _("When is it discussed in %(group)s?"),
    }
    for name, label in labels.items():
        fields[name].label = label % {"group": group}


class BeginForm(SurveyedForm):
    """The little that is known when a change is thought of."""

    unit = SearchField(
        Unit.objects.none(),
        label=_("Where?"),
        url=reverse_lazy("organisation:unit_options"),
    )

    class Meta:
        model = ChangeAssessment
        fields = [
            *("title", "unit", "what_changes", "affected"),
            *("starts_on", "decision_due_on"),
            *_DISCUSSION,
            *("needs_survey", "needs_survey_why"),
        ]
        labels, help_texts, widgets = _LABELS, _HELP, _WIDGETS

    def __init__(self, data=None, *, units, group, **kwargs):
        super().__init__(data, **kwargs)
        _ask_of_group(self.fields, group)
        self.fields["unit"].queryset = units.select_related("parent")
        if len(first := list(units[:2])) == 1:
            self.initial["unit"] = first[0].pk
        for name in ["starts_on", "decision_due_on"]:
            self.fields[name].validators.append(not_past)


class EditForm(Versioned, SurveyedForm):
    done = _("Saved.")

    class Meta:
        model = ChangeAssessment
        fields = [
            *("title", "what_changes", "affected", "consequences"),
            *("needs_survey", "needs_survey_why"),
        ]
        labels, help_texts, widgets = _LABELS, _HELP, _WIDGETS

    def carry_out(self, *, by):
        self.instance.edit(**self.cleaned_data)


class DatesForm(Versioned, forms.ModelForm):
    """When it begins, is decided and is discussed; once decided only the last."""

    done = _("Saved.")

    class Meta:
        model = ChangeAssessment
        fields = [*_DISCUSSION, "decision_due_on", "starts_on"]
        labels, help_texts, widgets = _LABELS, _HELP, _WIDGETS

    def __init__(self, data=None, *, instance, group):
        super().__init__(data, instance=instance)
        _ask_of_group(self.fields, group)
        if not instance.is_undecided:
            del self.fields["decision_due_on"], self.fields["starts_on"]

    def clean_decision_due_on(self):
        if "decision_due_on" in self.changed_data:
            not_past(self.cleaned_data["decision_due_on"])
        return self.cleaned_data["decision_due_on"]

    def carry_out(self, *, by):
        self.instance.set_dates(**self.cleaned_data)


def axis_field(matrix, axis, label, **kwargs):
    """A step on an axis of the matrix."""
    return forms.TypedChoiceField(
        label=label,
        choices=getattr(matrix, f"{axis}_choices"),
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect(attrs={"class": "side-by-side"}),
        **kwargs,
    )


class RiskForm(Versioned, forms.ModelForm):
    """A risk that the change brings, new or (`standing`) one that is said anew."""

    done = _("The risk is saved.")

    class Meta:
        model = Risk
        fields = ["description", "aspect", "existing_measures"]
        labels = {
            "description": _("What is the risk?"),
            "aspect": _("Which side of the work environment?"),
            "existing_measures": _("What is already done against it?"),
        }
        widgets = {
            "description": forms.Textarea(attrs={"rows": 2}),
            "existing_measures": forms.Textarea(attrs={"rows": 2}),
        }

    # Beyond what the level says; that a risk is less serious than its level nobody says.
    is_serious = forms.BooleanField(
        label=_("The risk is serious, also if the matrix does not say so"),
        required=False,
    )

    def __init__(self, change, data=None, *, instance=None):
        matrix = RiskMatrix.objects.current()
        super().__init__(data, instance=instance)
        self.change, self.standing = change, instance
        self.fields["aspect"] = forms.ChoiceField(
            label=self._meta.labels["aspect"],
            choices=Risk.Aspect.choices,
            widget=RadioCards(descriptions=_ASPECTS),
        )
        self.fields["likelihood"] = axis_field(
            matrix, "likelihood", _("How likely is it that something happens?")
        )
        self.fields["consequence"] = axis_field(
            matrix, "consequence", _("How bad can it become?")
        )
        self.order_fields(
            [
                *("description", "aspect", "existing_measures"),
                *("likelihood", "consequence", "is_serious"),
            ]
        )
        if self.instance.matrix_id:
            self.initial |= self.saved_values(self.instance)

    def saved_values(self, current):
        """Serious is said here only of what the matrix does not call so itself."""
        is_said = current.is_serious and not current.level.is_serious
        return super().saved_values(current) | {"is_serious": is_said}

    def carry_out(self, *, by):
        said = dict(self.cleaned_data)
        # Else it follows from the level.
        said["is_serious"] = said["is_serious"] or None
        if self.standing:
            self.change.describe_risk(self.standing, by=by, **said)
        else:
            del said["version"]
            self.change.bring_up(by=by, **said)


_ASPECTS = {
    "physical": _("Premises, equipment, heavy work, noise, substances."),
    "organisational": _(
        "Workload, working hours, responsibility, leadership, knowledge, influence."
    ),
    "social": _("Cooperation, support, conflicts, victimisation, threats."),
}


class RepresentativesForm(forms.Form):
    """The safety representatives of the workplace; those who take part are ticked."""

    done = _("Saved.")
    mark_optional = False

    representatives = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("Safety representatives"),
        widget=CheckboxCards,
        required=False,
    )

    def __init__(self, data=None, *, change, participants):
        super().__init__(data)
        self.change = change
        asked = [each for each in participants if each.part in REPRESENTATIVES]
        holders = roles.holders(Role.SAFETY_REPRESENTATIVE, change.unit)
        field = self.fields["representatives"]
        # Also those who have left since they were asked, so that they can be taken away.
        field.queryset = User.objects.filter(
            Q(pk__in=[each.pk for each in holders])
            | Q(pk__in=[each.person_id for each in asked])
        )
        field.initial = [each.person_id for each in asked]
        left = {each.person_id for each in asked} - {each.pk for each in holders}
        field.widget.descriptions = {
            str(pk): _("Is no safety representative of the workplace any more.")
            for pk in left
        }
        if not holders:
            field.help_text = _(
                "The workplace has no safety representative in the program. "
                "Ask the chief safety representative."
            )

    def carry_out(self, *, by):
        self.change.ask_representatives(self.cleaned_data["representatives"])
