"""What is found out along the way, saved as often as one likes."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from incidents import handling
from incidents.forms.risk import RiskField, offer_steps
from incidents.models import Code, Investigation
from incidents.models.investigation import MOST_WHYS
from organisation.models import Role, User
from organisation.roles import holders
from ui.forms import Versioned

MOST_CHARACTERS = 2_000
# So many lines stand open from the start; then there is always one more.
FEWEST_LINES = 3


class WhysInput(forms.Widget):
    """Lines for a chain of answers, with an empty one to go on in."""

    template_name = "incidents/whys.html"
    use_fieldset = True

    def id_for_label(self, id_):
        return f"{id_}_0"

    def value_from_datadict(self, data, files, name):
        whys = (data.get(f"{name}_{line}", "") for line in range(MOST_WHYS))
        return "\n".join(_on_one_line(why) for why in whys)

    def typed_as(self, name, value):
        """What the lines send when they say so."""
        whys = value.splitlines()
        lines = whys + [""] * (MOST_WHYS - len(whys))
        return {f"{name}_{line}": why for line, why in enumerate(lines)}

    def value_omitted_from_data(self, data, files, name):
        return f"{name}_0" not in data

    def get_context(self, name, value, attrs):
        whys = [why for why in (value or "").splitlines() if why]
        lines = min(max(len(whys) + 1, FEWEST_LINES), MOST_WHYS)
        context = super().get_context(name, value, attrs)
        context["widget"]["whys"] = whys + [""] * (lines - len(whys))
        return context


def _on_one_line(text):
    return " ".join(text.split())


class WhysField(forms.Field):
    """A chain of whys as one text, a line for each; those left empty are dropped."""

    widget = WhysInput

    def clean(self, value):
        whys = [why for why in (value or "").splitlines() if why]
        if any(len(why) > MOST_CHARACTERS for why in whys):
            raise ValidationError(
                _("An answer may have at most %(number)s characters.")
                % {"number": MOST_CHARACTERS}
            )
        return "\n".join(whys)


class InvestigationForm(Versioned, forms.Form):
    done = _("The investigation is saved.")
    mark_optional = False

    whys = WhysField(
        label=_("Why did it happen?"),
        help_text=_(
            "Ask why of each answer, until you come to something that can be changed."
        ),
        required=False,
    )
    factors = forms.MultipleChoiceField(
        label=_("What lay behind?"),
        choices=[
            (group, [(factor.value, factor.label) for factor in factors])
            for group, factors in Investigation.FACTORS.items()
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    cause = forms.ModelChoiceField(
        Code.objects.none(),
        label=_("What deviated from the normal?"),
        empty_label=_("Not yet clear"),
        required=False,
    )
    likelihood_before = RiskField(
        "likelihood",
        label=_("How likely is it to happen again, as things are?"),
        required=False,
    )
    consequence_before = RiskField(
        "consequence", label=_("How bad could it become?"), required=False
    )
    findings = forms.CharField(
        label=_("What has the investigation shown so far?"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
    )
    representative_part = forms.ChoiceField(
        label=_("The safety representative's part"),
        choices=[("", _("Not yet clear")), *Investigation.Part.choices],
        required=False,
    )
    representative = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Which safety representative?"),
        empty_label=_("Nobody"),
        required=False,
    )

    def __init__(self, data=None, *, incident):
        super().__init__(data)
        self.incident = incident
        self._none_yet = Investigation()
        kept = self._values_of(incident)
        self.initial = kept | {"version": incident.version}
        self.fields["cause"].queryset = Code.objects.offered(
            Code.List.DEVIATION, besides=incident.cause_id
        )
        self._offer_representatives(kept["representative"])
        offer_steps(self, self._kept.weighed_by)

    @property
    def _kept(self):
        return getattr(self.incident, "investigation", None) or self._none_yet

    def _offer_representatives(self, chosen):
        """Once one of them has commented, it is they who take part."""
        investigation = getattr(self.incident, "investigation", None)
        if investigation and investigation.representative_comment:
            del self.fields["representative"]
            return
        people = holders(Role.SAFETY_REPRESENTATIVE, self.incident.unit)
        keys = {each.pk for each in [*people, chosen] if each}
        self.fields["representative"].queryset = User.objects.filter(pk__in=keys)

    def saved_values(self, current):
        return self._values_of(current)

    def _values_of(self, incident):
        investigation = getattr(incident, "investigation", None) or Investigation()
        values = {
            name: getattr(investigation, name)
            for name in self.fields
            if hasattr(investigation, name) and name != "version"
        }
        return values | {
            "whys": "\n".join(investigation.whys),
            "cause": incident.cause,
            "findings": incident.findings,
        }

    def clean(self):
        cleaned = super().clean()
        names = ["likelihood_before", "consequence_before"]
        missing = [name for name in names if cleaned.get(name) is None]
        if len(missing) == 1 and missing[0] not in self.errors:
            self.add_error(missing[0], _("The risk is weighed by both."))
        return cleaned

    def carry_out(self, *, by):
        found = dict(self.cleaned_data)
        found["whys"] = found["whys"].splitlines()
        # What is weighed keeps its matrix, whichever is in use by now.
        is_first = found["likelihood_before"] and not self._kept.risk_before
        found["matrix"] = self._kept.weighed_by if is_first else self._kept.matrix
        handling.investigate(self.incident, **found)


class CommentForm(forms.Form):
    """What the safety representative says of it, in words of their own."""

    done = _("Your comment is saved, and the manager is told.")

    text = forms.CharField(
        label=_("What do you say of what happened and of the investigation?"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, data=None, *, incident):
        investigation = getattr(incident, "investigation", None)
        written = investigation.representative_comment if investigation else ""
        super().__init__(data, initial={"text": written})
        self.incident = incident

    def carry_out(self, *, by):
        handling.comment(self.incident, by=by, **self.cleaned_data)


class PersonsForm(forms.Form):
    """Why HR needs to see who was affected."""

    done = _("You see who was affected until this time tomorrow.")

    reason = forms.CharField(
        label=_("Why do you need to know?"),
        help_text=_(
            "The responsible manager is told, and the reason stays in the log."
        ),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data=None, *, incident):
        super().__init__(data)
        self.incident = incident

    def carry_out(self, *, by):
        handling.open_persons(self.incident, by=by, **self.cleaned_data)
