from django import forms
from django.db import IntegrityError, transaction
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from directory import belonging
from directory.models import GroupRole, Token
from organisation.models import Role, Unit
from ui.forms import SearchField
from ui.widgets import RadioCards


class TokenForm(forms.ModelForm):
    is_dry_run = forms.TypedChoiceField(
        label=_("What may it do?"),
        coerce=lambda value: value == "True",
        initial="True",
        choices=[
            ("True", _("Record only, change nothing")),
            ("False", _("Change people and groups")),
        ],
        widget=RadioCards(
            descriptions={
                "True": _(
                    "The directory is answered as if all were done, and you read here what would have happened. Begin so."
                )
            }
        ),
    )

    class Meta:
        model = Token
        fields = ["name", "is_dry_run"]
        labels = {"name": _("What is the connection called?")}
        help_texts = {"name": _("For example the name of the directory.")}


class GroupRoleForm(forms.ModelForm):
    role = forms.ChoiceField(
        label=_("What do its members get?"),
        required=False,
        choices=[("", _("They work in the unit")), *Role.choices],
    )
    unit = SearchField(
        Unit.objects.none(),
        url=reverse_lazy("organisation:unit_options"),
        label=_("In which unit?"),
    )

    class Meta:
        model = GroupRole
        fields = ["role", "unit"]

    def __init__(self, group, data=None):
        super().__init__(data, instance=GroupRole(group=group))
        self.group = group
        self.fields["unit"].queryset = Unit.objects.existing().select_related("parent")

    def carry_out(self):
        """Whether it was done; not when the same came from elsewhere in that moment."""
        try:
            with transaction.atomic():
                self.save()
        except IntegrityError:
            self.add_error(None, _("The group means that already."))
            return False
        belonging.follow_all(self.group)
        return True
