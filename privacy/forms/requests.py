from django import forms
from django.db import transaction
from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organisation.models import Municipality, Unit, User
from privacy.answering import come_from_person
from privacy.law import provisions
from privacy.models import DataRequest
from privacy.records import KINDS, MOST, numbers_in
from sam.dates import today
from ui.days import not_future
from ui.forms import SearchField, WordsField
from ui.widgets import CheckboxCards, DateInput

Kind, Status = DataRequest.Kind, DataRequest.Status


def _words(rows=4, **attrs):
    return forms.Textarea(attrs={"rows": rows, **attrs})


class RequestFilterForm(forms.Form):
    mark_optional = False

    q = WordsField(label=_("Number or name"))
    kind = forms.ChoiceField(
        label=_("What"), choices=[("", _("All")), *Kind.choices], required=False
    )
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[
            ("", _("All")),
            ("open", _("Not finished")),
            ("late", _("Late")),
            *Status.choices,
        ],
        required=False,
    )

    def filter(self, requests):
        """A protected person is found by the number alone."""
        self.is_valid()
        said = self.cleaned_data
        if text := said.get("q", "").replace("\x00", "").strip():
            if text.isdecimal() and len(text) < 10:
                requests = requests.filter(number=int(text))
            else:
                named = requests.filter(name__icontains=text)
                requests = named | requests.filter(person__name__icontains=text)
        if kind := said.get("kind"):
            requests = requests.filter(kind=kind)
        match said.get("status"):
            case "open":
                requests = requests.open()
            case "late":
                requests = requests.late()
            case status if status:
                requests = requests.filter(status=status)
        return requests


class RequestForm(forms.Form):
    """One that came by letter, e-mail, telephone or in person."""

    kind = forms.ChoiceField(label=_("What is asked for?"), choices=Kind.choices)
    person = SearchField(
        User.objects.none(),
        label=_("Whom is it about?"),
        help_text=_(
            "Somebody with an account. Leave it empty for others, and for a public document. Somebody whose identity is protected is found by the e-mail address below."
        ),
        url=reverse_lazy("privacy:person_options"),
        required=False,
    )
    name = forms.CharField(
        label=_("Name of somebody without an account"),
        help_text=_(
            "Who asks for a public document need not say who they are, nor what it is for."
        ),
        max_length=200,
        required=False,
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    received_on = forms.DateField(
        label=_("When did it come?"),
        help_text=_("The time for the answer is counted from this day."),
        initial=today,
        widget=DateInput,
        validators=[not_future],
    )
    wish = forms.CharField(
        label=_("What does the person want?"),
        help_text=_(
            "For a correction: what is wrong, and what it should say. For a public document: which."
        ),
        max_length=5_000,
        required=False,
        widget=_words(),
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people_to_choose(by)

    def clean(self):
        said = self.cleaned_data
        if not said.get("person") and said.get("email"):
            # Also somebody whose name lies apart.
            said["person"] = User.objects.reached_at(said["email"]).first()
        if said.get("kind") != Kind.PUBLIC and not (
            said.get("person") or said.get("name")
        ):
            self.add_error("person", _("Choose the person, or write the name."))
        if said.get("kind") == Kind.PUBLIC:
            said["person"] = None
        return said

    def carry_out(self, *, by):
        if (person := self.cleaned_data["person"]) and person.pk == by.pk:
            self.add_error("person", _("Ask for your own on your own page."))
            return None
        return DataRequest.objects.register(by=by, **self.cleaned_data)


def people_to_choose(by):
    """Also those who have left; a protected one only by the exact address."""
    return User.objects.filter(is_protected=False).exclude(pk=by.pk)


class OwnForm(forms.Form):
    """The person's own, who has logged in and so is who they are."""

    kind = forms.ChoiceField(
        label=_("What do you want?"),
        choices=[
            (each, words)
            for each, words in {
                Kind.ACCESS: _("Know what is kept about me"),
                Kind.CORRECTION: _("Have something corrected"),
                Kind.ERASURE: _("Have something erased"),
                Kind.RESTRICTION: _("Have the use of something restricted"),
                Kind.OBJECTION: _("Object to the use of something"),
            }.items()
        ],
    )
    wish = forms.CharField(
        label=_("What is it about?"),
        help_text=_(
            "You need not say anything to know what is kept. For a correction: what is wrong, where, and what it should say."
        ),
        max_length=5_000,
        required=False,
        widget=_words(),
    )

    def clean(self):
        said = self.cleaned_data
        if said.get("kind") not in (None, Kind.ACCESS) and not said.get("wish"):
            self.add_error("wish", _("Write what it is about."))
        return said

    @transaction.atomic
    def carry_out(self, *, by):
        made = DataRequest.objects.register(
            by=by,
            person=by,
            identity=DataRequest.Identity.LOGIN,
            **self.cleaned_data,
        )
        come_from_person(made)
        return made


class _ActForm(forms.Form):
    label: str | Promise
    done: str | Promise
    starts: tuple = ()

    def __init__(self, of, data=None):
        self.of = of
        super().__init__(data)


class BeginForm(_ActForm):
    label, done = _("Take it on"), _("It is yours now.")
    starts = (Status.RECEIVED,)

    identity = forms.ChoiceField(
        label=_("How do you know that the person is who they say?"),
        choices=DataRequest.Identity.choices,
    )

    def __init__(self, of, data=None):
        super().__init__(of, data)
        if of.kind == Kind.PUBLIC or of.identity:
            del self.fields["identity"]

    def carry_out(self, *, by):
        self.of.begin(by=by, **self.cleaned_data)


class ExtendForm(_ActForm):
    label, done = _("Extend the time"), _("The time is extended by two months.")
    starts = Status.unfinished

    reason = forms.CharField(
        label=_("Why does it take longer?"),
        help_text=_("The person is told. It must be difficult, or there must be many."),
        max_length=1_000,
        widget=_words(3),
    )

    def carry_out(self, *, by):
        self.of.extend(by=by, **self.cleaned_data)


class AnswerForm(_ActForm):
    label, done = _("Answer"), _("It is answered.")
    starts = (Status.WORKED_ON,)

    answer = forms.CharField(
        label=_("Your answer to the person"), max_length=5_000, widget=_words(6)
    )
    corrected_at = forms.CharField(
        label=_("Where is it corrected?"),
        help_text=_("The record by its number, such as “incident 1042”."),
        max_length=300,
        required=False,
    )

    def __init__(self, of, data=None):
        super().__init__(of, data)
        if of.kind != Kind.CORRECTION:
            del self.fields["corrected_at"]
        if of.has_extract:
            self.fields["answer"].required = False

    def carry_out(self, *, by):
        self.of.answer_with(by=by, **self.cleaned_data)


class RefuseForm(_ActForm):
    label, done = _("Refuse"), _("It is refused.")
    starts = Status.unfinished

    answer = forms.CharField(
        label=_("Why is it refused?"),
        help_text=_("The person reads it, and how to complain."),
        max_length=5_000,
        widget=_words(6),
    )
    provisions = forms.MultipleChoiceField(
        label=_("Provisions"), required=False, widget=CheckboxCards
    )

    def __init__(self, of, data=None):
        super().__init__(of, data)
        country = Municipality.objects.country()
        choices = provisions(country, of_person=of.kind != Kind.PUBLIC)
        self.fields["provisions"].choices = choices
        self.fields["provisions"].required = of.kind == Kind.PUBLIC

    def carry_out(self, *, by):
        said = self.cleaned_data
        self.of.refuse(
            by=by, answer=said["answer"], provisions="; ".join(said["provisions"])
        )


class WithdrawForm(_ActForm):
    label, done = _("The person has taken it back"), _("It is taken back.")
    starts = Status.unfinished

    def carry_out(self, *, by):
        self.of.withdraw(by=by)


ACTS = {
    "begin": BeginForm,
    "extend": ExtendForm,
    "answer": AnswerForm,
    "refuse": RefuseForm,
    "withdraw": WithdrawForm,
}


class RecordsForm(forms.Form):
    """Which records a public document is made of."""

    mark_optional = False

    kind = forms.ChoiceField(
        label=_("Records"),
        choices=[(code, kind.label) for code, kind in KINDS.items()],
        required=False,
    )
    numbers = forms.CharField(
        label=_("Numbers"),
        help_text=_("Such as 1001, 1003-1005"),
        max_length=200,
        required=False,
    )
    unit = SearchField(
        Unit.objects.all().select_related("parent"),
        label=_("Unit"),
        url=reverse_lazy("organisation:unit_options"),
        required=False,
    )
    first = forms.DateField(label=_("From"), widget=DateInput, required=False)
    last = forms.DateField(label=_("Until"), widget=DateInput, required=False)

    def clean_numbers(self):
        try:
            return numbers_in(self.cleaned_data["numbers"])
        except ValueError as error:
            words = _("“%(part)s” is no number. Write as 1001, 1003-1005.")
            raise forms.ValidationError(words % {"part": error}) from error

    def found(self):
        """Nothing before something is asked for."""
        if not self.is_valid() or not self.cleaned_data.get("kind"):
            return []
        said = dict(self.cleaned_data)
        rows = KINDS[said.pop("kind")].find(**said)
        return list(rows[: MOST + 1])
