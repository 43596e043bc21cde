from allauth.mfa.models import Authenticator
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directory import leaving, protecting, second_factor, sessions
from mailing.models import Message
from organisation.models import User
from sam.dates import today
from sam.workflow import MOVED_ON, InvalidTransition
from ui.forms import SearchField, WordsField
from ui.widgets import DateInput


class PeopleFilterForm(forms.Form):
    mark_optional = False

    q = WordsField(label=_("Search by name, or by a whole e-mail address"))
    state = forms.ChoiceField(
        label=_("Accounts"),
        required=False,
        choices=[
            ("", _("All")),
            ("active", _("Open account")),
            ("leaving", _("Leave on a day that is set")),
            ("left", _("Closed account")),
            ("protected", _("With protected identity")),
            ("unreached", _("With an e-mail address that does not work")),
        ],
    )

    _STATES = {
        "active": {"is_active": True},
        "leaving": {"is_active": True, "left_on__isnull": False},
        "left": {"is_active": False},
        "protected": {"is_protected": True},
        "unreached": {"is_active": True, "is_unreached": True},
    }

    def filter(self, people):
        """A protected person is found by the exact address alone, which the person gives."""
        self.is_valid()
        people = people.annotate(is_unreached=_is_unreached())
        if state := self.cleaned_data.get("state"):
            people = people.filter(**self._STATES[state])
        if text := self.cleaned_data.get("q", "").replace("\x00", ""):
            found = people.search(text)
            people = people.reached_at(text) if "@" in text else found
        return people.select_related("unit")


def _is_unreached():
    return Exists(Message.objects.of_dead_addresses().filter(recipient=OuterRef("pk")))


class AccountForm(forms.Form):
    """One act on a person's account: `label` its name, `done` what is said after it."""

    label: str | Promise
    done: str | Promise
    explains: str | Promise
    tone = "accent"

    def __init__(self, person, data=None):
        super().__init__(data)
        self.person = person

    @classmethod
    def is_for(cls, person):
        """Whether the act makes sense as the account is now."""
        raise NotImplementedError

    def carry_out(self, *, by):
        raise NotImplementedError


class LeaveForm(AccountForm):
    label = _("Let the person leave")
    done = _(
        "It is set. On that day the account is closed, and all that is open goes on."
    )
    explains = _(
        "From the day you choose the person cannot log in and has no roles. Measures, incidents and rounds that are not finished go to who answers for the unit, or to the one you name as far as that person may have them. Nothing is deleted."
    )
    tone = "danger"

    on = forms.DateField(
        label=_("From which day has the person no account?"),
        initial=today,
        widget=DateInput,
    )
    receiver = SearchField(
        User.objects.none(),
        url=reverse_lazy("directory:receiver_options"),
        label=_("Who takes over?"),
        help_text=_("Without a name it is who answers for each unit."),
        required=False,
    )

    def __init__(self, person, data=None):
        super().__init__(person, data)
        self.fields["receiver"].queryset = receivers().exclude(pk=person.pk)

    @classmethod
    def is_for(cls, person):
        return person.is_active

    def clean_on(self):
        # An earlier one would end roles in a time that has been reported on.
        if (on := self.cleaned_data["on"]).year < today().year - 1:
            raise ValidationError(_("That is too long ago."), code="past")
        return on

    def carry_out(self, *, by):
        leaving.leave(self.person, by=by, **self.cleaned_data)


class ComeBackForm(AccountForm):
    label = _("Let the person come back")
    done = _("The account is open. Give the person the roles that are to be had.")
    explains = _(
        "The person can log in again, by single sign-on or with a new password. Roles do not come back by themselves, but for those of the directory's groups. What was handed over stays where it is."
    )

    @classmethod
    def is_for(cls, person):
        return not person.is_active or person.left_on is not None

    def carry_out(self, *, by):
        leaving.come_back(self.person, by=by)


class ProtectForm(AccountForm):
    label = _("Protect the identity")
    done = _("The identity is protected.")
    explains = _(
        "Name, telephone and e-mail are then seen by those in the same unit and by its nearest managers alone; not by you. They stand in no list, document, e-mail or report. What people have written themselves, and what is signed or printed already, stays as it is: tell the person so."
    )

    @classmethod
    def is_for(cls, person):
        return not person.is_protected

    def carry_out(self, *, by):
        if not protecting.protect(self.person, by=by):
            raise InvalidTransition(MOVED_ON)


class UnprotectForm(AccountForm):
    label = _("End the protection of the identity")
    done = _("The identity is no longer protected. Name and address show everywhere.")
    explains = _(
        "Name, telephone and e-mail are shown again to everyone who meets the person here."
    )
    tone = "danger"

    @classmethod
    def is_for(cls, person):
        return person.is_protected

    def carry_out(self, *, by):
        if not protecting.unprotect(self.person, by=by):
            raise InvalidTransition(MOVED_ON)


class ResetFactorForm(AccountForm):
    label = _("Take the second factor away")
    done = _("It is taken away. The person makes a new one after logging in.")
    explains = _(
        "Do this when the person has lost the telephone or the key, and only when you are sure who asks. Codes and keys of the person stop working at once."
    )
    tone = "danger"

    @classmethod
    def is_for(cls, person):
        return Authenticator.objects.filter(user=person).exists()

    def carry_out(self, *, by):
        if not second_factor.reset(self.person, by=by):
            raise InvalidTransition(MOVED_ON)


class LogOutForm(AccountForm):
    label = _("Log the person out everywhere")
    done = _("The person is logged out everywhere.")
    explains = _(
        "Do this when a telephone is lost, or when somebody else may use the account. The person can log in again at once: if the password may be known, tell the person to choose a new one."
    )
    tone = "danger"

    @classmethod
    def is_for(cls, person):
        return sessions.of(person).exists()

    def carry_out(self, *, by):
        sessions.log_out(self.person, by=by)


ACTS = {
    "leave": LeaveForm,
    "come-back": ComeBackForm,
    "protect": ProtectForm,
    "unprotect": UnprotectForm,
    "reset-factor": ResetFactorForm,
    "log-out": LogOutForm,
}


def receivers():
    return User.objects.filter(is_active=True).select_related("unit")
