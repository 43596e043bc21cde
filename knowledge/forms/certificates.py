from django import forms
from django.db import transaction
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from attachments import files
from attachments.forms import DocumentField
from knowledge.models import Certificate, Course, CourseRequirement, last_day_of
from knowledge.rights import people_led_by
from organisation.forms import InUnitForm
from organisation.models import Appointment, UnitPermission, User
from ui.days import not_future
from ui.forms import SearchField, WordsField
from ui.widgets import DateInput


class CertificateFilterForm(InUnitForm):
    permission = UnitPermission.VIEW_YEAR
    field_order = ["q", "show", "course", "role", "unit"]

    q = WordsField(label=_("Search name"))
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            ("", _("All certificates")),
            ("valid", _("Valid")),
            ("expiring", _("Run out within 90 days")),
            ("expired", _("Expired")),
            ("missing", _("Missing")),
        ],
    )
    course = forms.ModelChoiceField(
        Course.objects.all(), label=_("Course"), required=False, empty_label=_("All")
    )
    role = forms.ChoiceField(
        label=_("Role"),
        required=False,
        choices=[
            ("", _("All")),
            *((role.value, role.label) for role in CourseRequirement.ROLES),
        ],
    )

    def filter(self, rows):
        said = self.cleaned_data
        for word in said.get("q", "").split():
            rows = rows.filter(person__name__icontains=word)
        if course := said.get("course"):
            rows = rows.filter(course=course)
        if role := said.get("role"):
            holders = Appointment.objects.in_force().filter(role=role)
            rows = rows.filter(person__in=holders.order_by().values("user"))
        return self.in_unit(
            _SHOWN.get(said.get("show", ""), lambda rows: rows)(rows),
            path="person__unit",
        )


_SHOWN = {
    "valid": lambda rows: rows.latest().valid(),
    "expiring": lambda rows: rows.expiring().of_people_here(),
    "expired": lambda rows: rows.expired().of_people_here(),
}


class MatrixForm(InUnitForm):
    permission = UnitPermission.VIEW_YEAR


class CertificateForm(forms.Form):
    person = SearchField(
        User.objects.none(),
        url=reverse_lazy("knowledge:people_options"),
        label=_("Who has taken it?"),
    )
    course = forms.ModelChoiceField(
        Course.objects.offered(), label=_("Which course?"), empty_label=None
    )
    taken_on = forms.DateField(
        label=_("When was it taken?"), widget=DateInput, validators=[not_future]
    )
    last_on = forms.DateField(
        label=_("Valid until"),
        help_text=_("Leave it empty, and it follows from the course."),
        required=False,
        widget=DateInput,
    )
    hours = forms.DecimalField(
        label=_("Hours"), max_digits=5, decimal_places=1, min_value=0, required=False
    )
    document = DocumentField(label=_("The certificate"), required=False)
    note = forms.CharField(label=_("Notes"), max_length=500, required=False)

    def __init__(self, data=None, files=None, *, by, initial=None):
        super().__init__(data, files, initial=initial)
        self.fields["person"].queryset = people_led_by(by)

    def clean(self):
        said = super().clean()
        taken_on, last_on = said.get("taken_on"), said.get("last_on")
        if taken_on and last_on and last_on < taken_on:
            self.add_error("last_on", _("It cannot end before it was taken."))
        if not self.errors:
            same = Certificate.objects.filter(
                person=said["person"], course=said["course"], taken_on=taken_on
            )
            if same.exists():
                self.add_error(
                    "taken_on",
                    _("The person has a certificate of that course and day already."),
                )
        return said

    @transaction.atomic
    def carry_out(self, *, by):
        said = dict(self.cleaned_data)
        document = said.pop("document")
        said["last_on"] = said["last_on"] or last_day_of(
            said["course"], said["taken_on"]
        )
        kept = files.keep(document, by=by) if document else None
        return Certificate.objects.create(file=kept, registered_by=by, **said)
