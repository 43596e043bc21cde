"""What is asked about a document: for whom it holds, who owns it, how it is read."""

from django import forms
from django.conf import settings
from django.db.models import Q, TextChoices
from django.urls import reverse_lazy
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from actionplans.models import WorkEnvironmentPlan
from governing.models import DocumentVersion, GoverningDocument, Kind, Theme
from governing.starters import law_of, starters
from organisation.forms import InUnitForm
from organisation.models import Municipality, Unit, UnitPermission, User
from organisation.permissions import granted_units
from sam.dates import today
from ui.forms import SearchField, Versioned, WordsField
from ui.widgets import CheckboxCards


def units_written_for(user, *, kind=""):
    """Units for which the person may write documents, of the kind if one is said."""
    units = Unit.objects.existing().select_related("parent")
    managed = units.permitting(user, UnitPermission.MANAGE_YEAR)
    if kind and kind not in Kind.local:
        return managed
    return (managed | units.permitting(user, UnitPermission.HANDLE_YEAR)).distinct()


def writes_somewhere(user):
    """Whether there is any unit for which the person may write, without a query."""
    written = (UnitPermission.MANAGE_YEAR, UnitPermission.HANDLE_YEAR)
    return any(granted_units(user, permission).units for permission in written)


class Show(TextChoices):
    IN_FORCE = "", _("In force")
    DRAFT = "draft", _("Drafts")
    TO_REVIEW = "to_review", _("To be reviewed")
    WITHDRAWN = "withdrawn", _("No longer in force")


class DocumentFilterForm(InUnitForm):
    permission = UnitPermission.VIEW_YEAR
    field_order = ["q", "kind", "theme", "show", "unit"]

    q = WordsField(label=_("Search in titles and texts"))
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("All")), *Kind.choices], required=False
    )
    theme = forms.ChoiceField(
        label=_("Theme"), choices=[("", _("All")), *Theme.choices], required=False
    )
    show = forms.ChoiceField(label=_("Show"), choices=Show.choices, required=False)

    def filter(self, documents):
        chosen = self.cleaned_data
        if text := chosen.get("q", "").replace("\x00", "").strip():
            documents = documents.search(text)
        if kind := chosen.get("kind"):
            documents = documents.filter(kind=kind)
        if theme := chosen.get("theme"):
            documents = documents.filter(themes__contains=[theme])
        if unit := chosen.get("unit"):
            below = Unit.objects.within([unit.pk])
            documents = documents.filter(
                Q(unit__in=unit.lineage) | Q(unit__in=below.order_by().values("pk"))
            )
        return self._shown(documents, chosen.get("show", ""))

    def _shown(self, documents, show):
        if show == Show.DRAFT:
            return documents.filter(
                versions__status=DocumentVersion.Status.DRAFT
            ).distinct()
        if show == Show.TO_REVIEW:
            return documents.to_review(before=today())
        if show == Show.WITHDRAWN:
            withdrawn = DocumentVersion.objects.filter(status="withdrawn")
            in_force = DocumentVersion.objects.decided()
            return documents.filter(pk__in=withdrawn.values("document")).exclude(
                pk__in=in_force.values("document")
            )
        return documents.in_force()


class _HeadForm(forms.Form):
    """What stands beside the text, and changes without a decision."""

    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(label=_("What kind of document is it?"), choices=[])
    unit = SearchField(
        Unit.objects.none(),
        label=_("For which unit does it hold?"),
        help_text=_("It holds for the units below too."),
        url=reverse_lazy("organisation:unit_options"),
    )
    parent = SearchField(
        GoverningDocument.objects.none(),
        label=_("Which document does it belong under?"),
        url=reverse_lazy("governing:document_options"),
        required=False,
    )
    project = forms.ModelChoiceField(
        WorkEnvironmentPlan.objects.none(),
        label=_("In which project is it written?"),
        empty_label=_("None"),
        required=False,
    )
    owner = SearchField(
        User.objects.none(),
        label=_("Who owns it?"),
        help_text=_("The owner is reminded when it is to be reviewed."),
        url=reverse_lazy("governing:owner_options"),
    )
    themes = forms.MultipleChoiceField(
        label=_("What is it about?"),
        choices=Theme.choices,
        widget=CheckboxCards(attrs={"class": "side-by-side"}),
        required=False,
    )
    law = forms.CharField(
        label=_("Which law asks for it?"), max_length=300, required=False
    )
    is_read_by_each = forms.BooleanField(
        label=_("Each employee reads it and confirms"),
        help_text=_("Those who have not confirmed are shown to their manager."),
        required=False,
    )
    is_gone_through = forms.BooleanField(
        label=_("Each workplace goes through it once a year"),
        help_text=_(
            "At a meeting, where the group agrees on a measure or says why none is needed."
        ),
        required=False,
    )
    gone_through_by = forms.TypedChoiceField(
        label=_("By the end of which month?"),
        choices=[(number, name) for number, name in MONTHS.items()],
        coerce=int,
        empty_value=None,
        initial=12,
        required=False,
    )

    def __init__(self, data=None, *, by, initial=None):
        super().__init__(data, initial=initial)
        self.by = by
        units = units_written_for(by)
        managed = granted_units(by, UnitPermission.MANAGE_YEAR).units
        kinds = (
            Kind.choices
            if managed
            else [(kind, Kind(kind).label) for kind in Kind.local]
        )
        self.fields["kind"].choices = kinds
        self.fields["unit"].queryset = units
        documents = GoverningDocument.objects.visible_to(by)
        self.fields["parent"].queryset = documents
        seen = WorkEnvironmentPlan.objects.visible_to(by).filter(kind="project")
        # That of before stays, also for who does not see it.
        before = (initial or {}).get("project")
        plans = WorkEnvironmentPlan.objects.filter(
            Q(pk__in=seen.order_by().values("pk")) | Q(pk=before and before.pk)
        )
        self.fields["project"].queryset = plans
        self.fields["owner"].queryset = owners().select_related("unit")

    def clean_gone_through_by(self):
        """By the end of the year where nothing is said."""
        return self.cleaned_data["gone_through_by"] or 12

    def clean(self):
        cleaned = super().clean()
        unit, kind = cleaned.get("unit"), cleaned.get("kind")
        if unit and kind:
            written = units_written_for(self.by, kind=kind)
            if not written.filter(pk=unit.pk).exists():
                self.add_error("kind", _("HR writes documents of that kind."))
        parent = cleaned.get("parent")
        if unit and parent and not parent.holds_for(unit):
            self.add_error("parent", _("That document does not hold for the unit."))
        return cleaned


class AddForm(_HeadForm):
    start = forms.ChoiceField(
        label=_("What do you begin from?"),
        help_text=_("A short text of the program's own, which you write on."),
        required=False,
    )
    field_order = ["start"]

    def __init__(self, data=None, *, by):
        super().__init__(data, by=by, initial={"owner": by.pk, "unit": by.unit_id})
        self.starters = starters(settings.LANGUAGE_CODE)
        self.fields["title"].required = False
        self.fields["kind"].required = False
        self.fields["start"].choices = [
            ("", _("An empty page")),
            *((each.code, each.title) for each in self.starters.values()),
        ]

    def clean(self):
        self._take_from_the_start(self.cleaned_data)
        for name in ("title", "kind"):
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, self.fields[name].error_messages["required"])
        return super().clean()

    def carry_out(self, *, by):
        what = {name: self.cleaned_data[name] for name in GoverningDocument.WRITTEN}
        start = self.starters.get(self.cleaned_data["start"])
        return GoverningDocument.objects.begin(
            by=by,
            language=settings.LANGUAGE_CODE,
            body=start.body.strip() if start else "",
            **what,
        )

    def _take_from_the_start(self, cleaned):
        """What the chosen start says goes where nothing is typed."""
        if not (start := self.starters.get(cleaned.get("start"))):
            return
        cleaned["title"] = cleaned.get("title") or start.title
        cleaned["kind"] = cleaned.get("kind") or start.kind
        cleaned["themes"] = cleaned.get("themes") or list(start.themes)
        country = Municipality.objects.country()
        cleaned["law"] = cleaned.get("law") or law_of(start.code, country)
        cleaned["is_gone_through"] |= start.is_gone_through


class ChangeForm(_HeadForm, Versioned):
    def __init__(self, document, data=None, *, by):
        self.instance = document
        names = GoverningDocument.WRITTEN
        initial = {name: getattr(document, name) for name in names}
        super().__init__(data, by=by, initial=initial)
        others = self.fields["parent"].queryset.exclude(pk=document.pk)
        self.fields["parent"].queryset = others

    def carry_out(self, *, by):
        self.instance.change(by=by, **self.cleaned_data)


class WithdrawForm(forms.Form):
    note = forms.CharField(
        label=_("Why does it no longer hold?"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, document, data=None):
        super().__init__(data)
        self.document = document

    def carry_out(self, *, by):
        self.document.withdraw(by=by, **self.cleaned_data)


def owners():
    return User.objects.filter(is_active=True)
