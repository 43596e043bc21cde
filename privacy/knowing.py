"""Who is known, so that they can be found in texts: accounts and names that were written."""

from allauth.account.models import EmailAddress

from organisation.models import Identity, User
from privacy.holdings import holdings
from privacy.masking import Known, Person
from sam.personal import Part

# Other names are as often those of a committee.
_OF_PEOPLE = {
    Part.SUBJECT,
    Part.AFFECTED,
    Part.REPORTER,
    Part.PARTICIPANT,
    Part.MEMBER,
    Part.CONTACT,
}


class Wanted:
    """Whom a request is about: an account, or what somebody without one is called."""

    def __init__(self, request):
        self.user = user = request.person
        identity = getattr(user, "identity", None) if user else None
        known = identity or user
        self.is_protected = bool(identity)
        self.names = _told(known and known.name, request.name)
        self.emails = _told(known and known.email, request.email)
        self.phones = _told(known and known.phone, request.phone)
        if user:
            more = EmailAddress.objects.filter(user=user).values_list(
                "email", flat=True
            )
            self.emails = _told(*self.emails, *more)

    @property
    def person(self):
        """As they are found in texts, and left there."""
        key = (
            f"user:{self.user.pk}" if self.user else f"name:{self.names[0].casefold()}"
        )
        return Person(
            key, self.names[0], (*self.emails,), (*self.phones,), self.is_protected
        )


def known_to(wanted=None):
    """All of whom the program knows; `wanted` is the one whose data they are."""
    own = wanted.person if wanted else None
    own_keys = {own.key, f"name:{own.name.casefold()}"} if own else set()
    everybody = [*_written(), *_accounts()]
    return Known([each for each in everybody if each.key not in own_keys], own)


def _accounts():
    rows = User.objects.filter(is_protected=False).values_list(
        "pk", "name", "email", "phone"
    )
    for pk, name, email, phone in rows:
        yield Person(f"user:{pk}", name, (email,), (phone,))
    for pk, name, email, phone in Identity.objects.values_list(
        "pk", "name", "email", "phone"
    ):
        yield Person(f"user:{pk}", name, (email,), (phone,), is_protected=True)


def _written():
    """Names in fields of their own, of people without an account perhaps."""
    for holding in holdings().values():
        if holding.model in (User, Identity):
            continue
        for field, part in holding.names.items():
            if part in _OF_PEOPLE and not is_address(field):
                rows = holding.model._base_manager.exclude(**{field: ""})
                names = rows.order_by().values_list(field, flat=True).distinct()
                for name in filter(None, names.iterator()):
                    yield Person(f"name:{name.casefold()}", name)


def is_address(field):
    """Whether a field of names holds an e-mail address or a telephone."""
    return any(word in field for word in ("email", "phone", "address"))


def _told(*values):
    return [*dict.fromkeys(value.strip() for value in values if value)]
