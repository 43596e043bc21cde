"""The steps of an import: the files, their columns, and the answer to its question."""

from pathlib import Path

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from organisation.models import Committee
from reorganisation import tasks
from reorganisation.importing.fields import FIELDS, guessed_columns
from reorganisation.models import Difference, ImportSheet, OrganisationImport
from sam.dates import today
from ui.days import not_future
from ui.forms import WordsField
from ui.widgets import DateInput

Status = OrganisationImport.Status
Holds = ImportSheet.Holds
MEGABYTES = settings.HISTORY_MAX_BYTES // 1024**2


def queue(organisation_import):
    """Let a worker do what the status calls for."""
    tasks.go_on.delay_on_commit(str(organisation_import.pk), get_language())


class FilesForm(forms.Form):
    file = forms.FileField(
        label=_("Spreadsheet with units, people or both"),
        help_text=format_lazy(
            _(
                "An xlsx or CSV file of at most {megabytes} MB, with headings in the first"
                " row. Units and people may stand in two sheets of it."
            ),
            megabytes=MEGABYTES,
        ),
    )
    other_file = forms.FileField(
        label=_("A second file, when people stand in one of their own"), required=False
    )

    def clean_file(self):
        return self._sized(self.cleaned_data["file"])

    def clean_other_file(self):
        return self._sized(self.cleaned_data["other_file"])

    def _sized(self, file):
        if file and file.size > settings.HISTORY_MAX_BYTES:
            message = _("The file is larger than %(number)s MB.")
            raise ValidationError(message, "large", {"number": MEGABYTES})
        return file

    @transaction.atomic
    def carry_out(self, *, by):
        files = [self.cleaned_data[name] for name in ("file", "other_file")]
        files = [file for file in files if file]
        names = [Path(file.name).name[:150] for file in files]
        started = OrganisationImport.objects.create(by=by, name=", ".join(names)[:200])
        for order, (file, name) in enumerate(zip(files, names, strict=True)):
            # Room for the sheets of each.
            started.sheets.create(order=order * 100, name=name, file=file)
        queue(started)
        return started


class ColumnsForm(forms.Form):
    """What each sheet holds, which column is what, and what the import is to count on."""

    # Which columns are needed goes by what a sheet holds.
    mark_optional = False

    on = forms.DateField(
        label=_("From which day is it so?"),
        help_text=_(
            "It may have passed: what was before that day stays as it was. A change to"
            " come is planned as a reorganisation."
        ),
        initial=today,
        widget=DateInput,
        validators=[not_future],
    )
    has_all_units = forms.BooleanField(
        label=_("The file has all units"),
        help_text=_("Units that are not in it are closed."),
        required=False,
    )
    has_all_people = forms.BooleanField(
        label=_("The file has all people"),
        help_text=_(
            "People who are not in it have left: they cannot log in any more, and their"
            " roles end."
        ),
        required=False,
    )
    founds_committees = forms.BooleanField(
        label=_("Committees that are not here are new"),
        help_text=_("Else rows with an unknown committee are refused."),
        # The first import brings the first.
        initial=lambda: not Committee.objects.exists(),
        required=False,
    )
    SETTINGS = ("on", "has_all_units", "has_all_people", "founds_committees")

    def __init__(self, organisation_import, data=None):
        super().__init__(
            data,
            initial={
                name: getattr(organisation_import, name)
                for name in self.SETTINGS
                if getattr(organisation_import, name)
            },
        )
        self.organisation_import = organisation_import
        self.sheets = list(organisation_import.sheets.all())
        for sheet in self.sheets:
            self._add(sheet)

    def _add(self, sheet):
        self.fields[f"{sheet.pk}-holds"] = forms.ChoiceField(
            label=_("What does it hold?"),
            choices=Holds.choices,
            required=False,
            initial=sheet.holds,
        )
        unnamed = _("Column {number}")
        offered = [
            ("", _("No column")),
            *(
                (str(place), header or format_lazy(unnamed, number=place + 1))
                for place, header in enumerate(sheet.headers)
            ),
        ]
        for holds in FIELDS:
            known = (
                sheet.columns
                if sheet.holds == holds
                else guessed_columns(holds, sheet.headers)
            )
            for field in FIELDS[holds]:
                self.fields[f"{sheet.pk}-{holds}-{field.name}"] = forms.ChoiceField(
                    label=field.label,
                    help_text=field.help_text,
                    choices=offered,
                    required=False,
                    initial=str(known.get(field.name, "")),
                )

    @property
    def settings(self):
        return [self[name] for name in self.SETTINGS]

    @property
    def groups(self):
        """Each sheet with its fields, for the page."""
        return [
            {
                "sheet": sheet,
                "holds": self[f"{sheet.pk}-holds"],
                "kinds": [
                    {
                        "holds": holds,
                        "label": Holds(holds).label,
                        "is_open": self._held(sheet) == holds,
                        "fields": [
                            self[f"{sheet.pk}-{holds}-{field.name}"]
                            for field in FIELDS[holds]
                        ],
                    }
                    for holds in FIELDS
                ],
            }
            for sheet in self.sheets
        ]

    def _held(self, sheet):
        return self[f"{sheet.pk}-holds"].value()

    def clean(self):
        said = super().clean()
        held = [said.get(f"{sheet.pk}-holds") for sheet in self.sheets]
        for holds in FIELDS:
            if held.count(holds) > 1:
                self.add_error(
                    None, _("Only one sheet can hold units, and one people.")
                )
        if not any(held):
            self.add_error(None, _("Say which of the sheets holds units or people."))
        for name, holds in [("has_all_units", "units"), ("has_all_people", "people")]:
            if said.get(name) and holds not in held:
                self.add_error(name, _("No sheet holds them."))
        for sheet, holds in zip(self.sheets, held, strict=True):
            self._require(sheet, holds, said)
        return said

    def _require(self, sheet, holds, said):
        for field in FIELDS.get(holds, []):
            name = f"{sheet.pk}-{holds}-{field.name}"
            if field.is_required and not said.get(name):
                self.add_error(name, _("Choose the column."))
        if holds == "people":
            named = [f"{sheet.pk}-people-{each}" for each in ("name", "family_name")]
            if not any(said.get(name) for name in named):
                self.add_error(named[0], _("Choose the column."))

    def carry_out(self):
        """Keep what was chosen, and begin the dry run."""
        said = self.cleaned_data
        for sheet in self.sheets:
            sheet.holds = said[f"{sheet.pk}-holds"]
            sheet.columns = {
                field.name: int(said[f"{sheet.pk}-{sheet.holds}-{field.name}"])
                for field in FIELDS.get(sheet.holds, [])
                if said[f"{sheet.pk}-{sheet.holds}-{field.name}"]
            }
            sheet.save(update_fields=["holds", "columns"])
        begun = self.organisation_import.move_to(
            Status.CHECKING,
            **{name: said[name] for name in self.SETTINGS},
            error="",
            done=0,
            counts={},
            problems=[],
        )
        if begun:
            queue(self.organisation_import)


class CarryOutForm(forms.Form):
    """Of one that closes, lets go or ends many, who means it types the number."""

    def __init__(self, organisation_import, data=None):
        super().__init__(data)
        self.organisation_import = found = organisation_import
        asked = [
            ("closing", found.closes_many, _("How many units does it close?")),
            ("leaving", found.lets_many_go, _("How many people does it let go?")),
            ("ending", found.ends_many, _("How many roles does it end?")),
        ]
        for name, is_asked, label in asked:
            if is_asked:
                self.fields[name] = forms.IntegerField(
                    label=label,
                    help_text=_("Type the number if it is meant so."),
                    widget=forms.TextInput(
                        attrs={"inputmode": "numeric", "class": "short"}
                    ),
                )

    def clean(self):
        said = super().clean()
        for name in self.fields:
            if name in said and said[name] != getattr(self.organisation_import, name):
                self.add_error(
                    name, _("That is not the number that the dry run found.")
                )
        return said

    def carry_out(self):
        """One at a time: the other is told, and can be carried out when this one is."""
        found = self.organisation_import
        try:
            with transaction.atomic():
                begun = found.move_to(Status.IMPORTING, done=0, error="")
        except IntegrityError:
            found.refresh_from_db()
            self.add_error(None, _("Another import is being carried out just now."))
            return
        if begun:
            queue(found)


class DifferenceForm(forms.Form):
    mark_optional = False

    q = WordsField(label=_("Search name"))
    about = forms.ChoiceField(
        label=_("About"),
        required=False,
        choices=[("", _("All")), *Difference.About.choices],
    )
    kind = forms.ChoiceField(
        label=_("What"),
        required=False,
        choices=[("", _("All")), *Difference.Kind.choices],
    )

    def filter(self, rows):
        self.is_valid()
        for name in ("about", "kind"):
            if chosen := self.cleaned_data.get(name):
                rows = rows.filter(**{name: chosen})
        for word in self.cleaned_data.get("q", "").split():
            rows = rows.filter(label__icontains=word)
        return rows
