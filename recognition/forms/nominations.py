from django import forms
from django.db import transaction
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from organisation.models import Unit
from recognition.models import Nomination, Score
from sam.workflow import MOVED_ON, InvalidTransition
from ui.forms import Constrained, SearchField


class NominationForm(Constrained):
    unit = SearchField(
        Unit.objects.none(),
        url=reverse_lazy("organisation:unit_options"),
        label=_("Which unit?"),
    )

    class Meta:
        model = Nomination
        fields = ["unit", "group", "motivation", "attitudes"]
        labels = {
            "group": _("Or which group in it?"),
            "motivation": _("What have they done?"),
            "attitudes": _("Which attitudes lie behind it?"),
        }
        help_texts = {
            "group": _("By what it does, such as: the night staff. No names."),
            "motivation": _("The good practice, so that others can do the same."),
            "attitudes": _("How they think and treat each other."),
        }
        widgets = {
            "motivation": forms.Textarea(attrs={"rows": 5}),
            "attitudes": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, award, data=None, *, by):
        nomination = Nomination(award=award, nominated_by=by)
        super().__init__(data, instance=nomination, initial={"unit": by.unit_id})
        units = Unit.objects.existing().within([award.unit_id])
        self.fields["unit"].queryset = units.select_related("parent")

    def carry_out(self, *, by):
        if not self.instance.award.takes_nominations:
            raise InvalidTransition(_("Nominations are closed."))
        return self.save()


class WithdrawForm(forms.Form):
    def __init__(self, nomination, data=None):
        super().__init__(data)
        self.nomination = nomination

    def carry_out(self, *, by):
        self.nomination.withdraw()


class ScoresForm(forms.Form):
    """The points and a note for each nomination, of one of the jury."""

    def __init__(self, member, data=None):
        super().__init__(data)
        self.member, self.award = member, member.award
        standing = self.award.nominations.standing().select_related("unit")
        self.nominations = list(standing)
        for each in self.nominations:
            self.fields[f"points-{each.pk}"] = forms.TypedChoiceField(
                label=_("Points for %(named)s") % {"named": each.named},
                choices=[(n, n) for n in range(Score.LEAST, Score.MOST + 1)],
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect(attrs={"class": "side-by-side"}),
            )
            self.fields[f"note-{each.pk}"] = forms.CharField(
                label=_("Note on %(named)s") % {"named": each.named},
                max_length=2_000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        for score in member.scores.all():
            self.initial[f"points-{score.nomination_id}"] = score.points
            self.initial[f"note-{score.nomination_id}"] = score.note

    @property
    def groups(self):
        """(nomination, its two fields), for the page."""
        for each in self.nominations:
            yield each, [self[f"points-{each.pk}"], self[f"note-{each.pk}"]]

    @transaction.atomic
    def carry_out(self, *, by):
        rows = type(self.award).objects.select_for_update()
        if not rows.get(pk=self.award.pk).is_judging:
            raise InvalidTransition(MOVED_ON)
        for each in self.nominations:
            points = self.cleaned_data[f"points-{each.pk}"]
            if points is not None:
                note = self.cleaned_data[f"note-{each.pk}"]
                self.member.scores.update_or_create(
                    nomination=each, defaults={"points": points, "note": note}
                )
