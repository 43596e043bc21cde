from django import forms
from django.utils.translation import gettext_lazy as _

from organisation.forms import InUnitForm
from organisation.models import UnitPermission


class SpanFilterForm(InUnitForm):
    permission = UnitPermission.VIEW_YEAR
    field_order = ["above", "unit"]

    above = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("All managers")), ("1", _("Only those above the limit"))],
    )
