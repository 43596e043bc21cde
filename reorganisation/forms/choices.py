"""What of a unit that is split goes where."""

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from reorganisation.models import Choice, Reorganisation


class KindForm(forms.Form):
    """All of each kind, where nobody chooses for a single one."""

    def __init__(self, data=None, *, step, kinds):
        super().__init__(data)
        self.step = step
        chosen = dict(step.choices.filter(row="").values_list("kind", "receiver"))
        receivers = [(str(part.pk), str(part)) for part in step.receivers]
        for kind, label in kinds:
            self.fields[kind] = forms.ChoiceField(
                label=label,
                choices=receivers,
                initial=str(chosen.get(kind, receivers[0][0])),
            )

    @transaction.atomic
    def carry_out(self):
        self.step.reorganisation.hold(Reorganisation.Status.DRAFT)
        for kind, receiver in self.cleaned_data.items():
            Choice.objects.update_or_create(
                step=self.step, kind=kind, row="", defaults={"receiver_id": receiver}
            )


class RowsForm(forms.Form):
    """Single ones of a kind, a page of them at a time."""

    def __init__(self, data=None, *, step, kind, rows):
        super().__init__(data)
        self.step, self.kind, self.rows = step, kind, rows
        chosen = dict(
            step.choices.filter(
                kind=kind, row__in=[str(row.pk) for row in rows]
            ).values_list("row", "receiver")
        )
        same = ("", _("As all of the kind"))
        receivers = [same, *((str(part.pk), str(part)) for part in step.receivers)]
        for row in rows:
            self.fields[f"row-{row.pk}"] = forms.ChoiceField(
                label=str(row),
                choices=receivers,
                required=False,
                initial=str(chosen.get(str(row.pk), "")),
            )

    mark_optional = False

    @transaction.atomic
    def carry_out(self):
        self.step.reorganisation.hold(Reorganisation.Status.DRAFT)
        for row in self.rows:
            receiver = self.cleaned_data[f"row-{row.pk}"]
            of_row = {"step": self.step, "kind": self.kind, "row": str(row.pk)}
            if receiver:
                Choice.objects.update_or_create(
                    **of_row, defaults={"receiver_id": receiver}
                )
            else:
                Choice.objects.filter(**of_row).delete()
