from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from actionplans.models import Measure
from healthservice.models import HealthServiceOrder, ServiceKind, Supplier
from organisation.forms import InUnitForm
from organisation.models import Unit, UnitPermission
from organisation.permissions import granted_units
from sam.dates import today
from ui.days import not_future
from ui.forms import SearchField, Versioned, WordsField
from ui.widgets import DateInput, RadioCards

Status = HealthServiceOrder.Status


def units_ordering(user):
    """Units for which the person may order: those they lead, and HR's."""
    units = Unit.objects.existing()
    led = units.permitting(user, UnitPermission.HANDLE_YEAR)
    managed = units.permitting(user, UnitPermission.MANAGE_YEAR)
    return (led | managed).distinct().select_related("parent")


def may_order(user):
    """Whether there is a unit for which the person may."""
    return any(
        granted_units(user, permission).units
        for permission in (UnitPermission.HANDLE_YEAR, UnitPermission.MANAGE_YEAR)
    )


def years_to_choose():
    now = today().year
    return [("", _("All")), *((year, str(year)) for year in range(now, now - 10, -1))]


class _YearField(forms.TypedChoiceField):
    def __init__(self, **kwargs):
        super().__init__(
            label=_("Year"),
            choices=years_to_choose,
            coerce=int,
            empty_value=None,
            required=False,
            **kwargs,
        )


class OrderFilterForm(InUnitForm):
    permission = UnitPermission.VIEW_YEAR
    field_order = ["q", "status", "service", "year", "unit"]

    q = WordsField(label=_("Search the aim"))
    status = forms.ChoiceField(
        label=_("Status"), choices=[("", _("All")), *Status.choices], required=False
    )
    service = forms.ModelChoiceField(
        ServiceKind.objects.all(),
        label=_("What"),
        empty_label=_("All"),
        required=False,
    )
    year = _YearField()

    def filter(self, orders):
        said = self.cleaned_data
        if text := said.get("q", "").replace("\x00", "").strip():
            orders = orders.filter(aim__icontains=text)
        if status := said.get("status"):
            orders = orders.filter(status=status)
        if service := said.get("service"):
            orders = orders.filter(service=service)
        if year := said.get("year"):
            orders = orders.in_year(year)
        return self.in_unit(orders)


class SumFilterForm(InUnitForm):
    permission = UnitPermission.VIEW_YEAR
    field_order = ["year", "unit"]

    year = _YearField()

    def __init__(self, data, *, user):
        super().__init__(data, user=user)
        # The sums are of one year: this one where none is chosen.
        self.fields["year"].choices = years_to_choose()[1:]

    @property
    def year_shown(self):
        return self.cleaned_data.get("year") or today().year


class _WrittenForm(forms.Form):
    service = forms.ModelChoiceField(
        ServiceKind.objects.offered(), label=_("What do you order?")
    )
    about = forms.ChoiceField(
        label=_("For whom?"),
        choices=HealthServiceOrder.About.choices,
        widget=RadioCards(attrs={"class": "side-by-side"}),
    )
    aim = forms.CharField(
        label=_("What shall it lead to?"),
        help_text=_("No names, and nothing about anyone's health."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    supplier = forms.ModelChoiceField(
        Supplier.objects.none(), label=_("From whom?"), required=False
    )
    cost = forms.IntegerField(
        label=_("Cost in whole kronor"),
        min_value=0,
        max_value=100_000_000,
        required=False,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    ordered_on = forms.DateField(
        label=_("When was it ordered?"),
        initial=today,
        widget=DateInput,
        validators=[not_future],
    )
    measure = forms.ModelChoiceField(
        Measure.objects.none(),
        label=_("Does it carry out a measure?"),
        empty_label=_("No"),
        required=False,
    )

    def _offer(self, *, by, units, kept=None):
        """Suppliers with an agreement and open measures of the units, and those `kept`."""
        suppliers = Supplier.objects.with_agreement()
        measures = Measure.objects.visible_to(by).open().filter(unit__in=units)
        if kept:
            suppliers = suppliers | Supplier.objects.filter(pk=kept.supplier_id)
            measures = measures | Measure.objects.visible_to(by).filter(
                pk=kept.measure_id
            )
        self.fields["supplier"].queryset = suppliers
        self.fields["measure"].queryset = measures.distinct()


class OrderForm(_WrittenForm):
    unit = SearchField(
        Unit.objects.none(),
        label=_("For which unit?"),
        url=reverse_lazy("organisation:unit_options"),
    )
    field_order = ["unit"]

    def __init__(self, data=None, *, by):
        super().__init__(data, initial={"unit": by.unit_id})
        units = units_ordering(by)
        self.fields["unit"].queryset = units
        self._offer(by=by, units=[by.unit_id] if by.unit_id else [])

    def carry_out(self, *, by):
        return HealthServiceOrder.objects.place(by=by, **self.cleaned_data)


class ChangeForm(Versioned, _WrittenForm):
    def __init__(self, order, data=None, *, by):
        self.instance = order
        names = HealthServiceOrder.WRITTEN
        super().__init__(data, initial={name: getattr(order, name) for name in names})
        self._offer(by=by, units=[order.unit_id], kept=order)
        offered = ServiceKind.objects.offered()
        self.fields["service"].queryset = offered | ServiceKind.objects.filter(
            pk=order.service_id
        )

    def clean_ordered_on(self):
        day = self.cleaned_data["ordered_on"]
        if self.instance.delivered_on and day > self.instance.delivered_on:
            raise ValidationError(
                _("It cannot be delivered before it was ordered."), code="after"
            )
        return day

    def carry_out(self, *, by):
        self.instance.change(by=by, **self.cleaned_data)


class _ActForm(forms.Form):
    label: str | Promise
    done: str | Promise
    leads_to: Status

    def __init__(self, order, data=None):
        self.order = order
        super().__init__(data)


class BeginForm(_ActForm):
    label, done = _("It is under way"), _("It is under way.")
    leads_to = Status.UNDER_WAY

    def carry_out(self, *, by):
        self.order.begin(by=by)


class DeliverForm(_ActForm):
    label, done = _("It is delivered"), _("It is delivered.")
    leads_to = Status.DELIVERED

    delivered_on = forms.DateField(
        label=_("When?"), initial=today, widget=DateInput, validators=[not_future]
    )

    def carry_out(self, *, by):
        self.order.deliver(by=by, **self.cleaned_data)


class FollowUpForm(_ActForm):
    label, done = _("Follow up"), _("It is followed up.")
    leads_to = Status.FOLLOWED_UP

    helped = forms.ChoiceField(
        label=_("Did it help?"),
        choices=HealthServiceOrder.Helped.choices,
        widget=RadioCards(attrs={"class": "side-by-side"}),
    )
    effect = forms.CharField(
        label=_("What did it lead to?"),
        help_text=_("No names, and nothing about anyone's health."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def carry_out(self, *, by):
        self.order.follow_up(by=by, **self.cleaned_data)


class CancelForm(_ActForm):
    label, done = _("Call off"), _("It is called off.")
    leads_to = Status.CANCELLED

    def carry_out(self, *, by):
        self.order.cancel(by=by)


ACTS = {
    "begin": BeginForm,
    "deliver": DeliverForm,
    "follow-up": FollowUpForm,
    "cancel": CancelForm,
}


class KindForm(forms.ModelForm):
    class Meta:
        model = ServiceKind
        fields = ["name", "topic", "is_offered", "order"]


class SupplierForm(forms.ModelForm):
    class Meta:
        model = Supplier
        fields = [
            "name", "phone", "email", "agreement", "agreed_from", "agreed_until", "note",
        ]  # fmt: skip
        widgets = {
            "agreed_from": DateInput,
            "agreed_until": DateInput,
            "note": forms.Textarea(attrs={"rows": 3}),
        }
