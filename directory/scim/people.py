"""A person as the directory sees it, and what the directory may change of one."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q

from directory import leaving, protecting
from directory.models import Call, Removal
from directory.scim.errors import bad_value, taken
from directory.scim.filters import nothing
from directory.scim.patching import first_value, truth, words
from organisation.models import Unit, User
from sam.dates import today

SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:User"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
# What the standard has no word for.
OWN = "urn:ietf:params:scim:schemas:extension:sam:2.0:User"

# Fields whose values are shown of nobody whose identity is protected.
_PERSONAL = ("name", "email", "phone")


def people():
    """Those whom the directory knows, or can come to know."""
    return User.objects.filter(removal=None, is_demo=False).select_related("unit")


def _by_id(value):
    try:
        return Q(pk=UUID(str(value)))
    except ValueError:
        return nothing()


def _by_address(value):
    email = str(value).strip().lower()
    return Q(email=email) | Q(identity__email=email)


LOOKUPS = {
    "id": _by_id,
    "username": _by_address,
    "emails": _by_address,
    "emails.value": _by_address,
    "externalid": lambda value: Q(external_id=str(value)),
    "employeenumber": lambda value: Q(external_id=str(value)),
    "active": lambda value: Q(is_active=truth(value)),
    "displayname": lambda value: Q(name=str(value), is_protected=False),
}


def as_json(person):
    """Of a protected person neither name nor address, also to who brought them."""
    given, family = _parts(person.name)
    content = {
        "schemas": [SCHEMA, ENTERPRISE, OWN],
        "id": str(person.pk),
        "userName": person.email,
        "displayName": person.name,
        "name": {
            "formatted": person.name,
            "givenName": given,
            "familyName": family,
        },
        "active": person.is_active,
        "emails": [{"value": person.email, "type": "work", "primary": True}],
        ENTERPRISE: {"department": person.unit.code if person.unit else ""},
        OWN: {"protectedIdentity": person.is_protected},
        "meta": {"resourceType": "User", "created": person.created_at.isoformat()},
    }
    if person.external_id:
        content["externalId"] = person.external_id
    if person.title:
        content["title"] = person.title
    if person.phone:
        content["phoneNumbers"] = [{"value": person.phone, "type": "work"}]
    return content


def _parts(name):
    """Given and family name, as well as that can be told of a whole one."""
    given, space, family = name.rpartition(" ")
    return (given, family) if space else (family, "")


class Wanted:
    """What a directory says of a person, gathered from its changes."""

    def __init__(self, changes):
        self.fields = {}
        self.is_active = None
        self.is_protected = None
        self.left_out = set()
        self._name_parts = {}
        self._code = None
        self._number = None
        for act, attribute, value in changes:
            self._take(attribute, None if act == "remove" else value)

    def _take(self, attribute, value):
        if attribute == "active":
            self.is_active = truth(value)
        elif attribute == "protectedidentity":
            self.is_protected = truth(value)
        elif attribute == "username":
            self.fields["email"] = _address(value)
        elif attribute == "externalid":
            self.fields["external_id"] = words(value) or None
        elif attribute == "employeenumber":
            self._number = words(value) or None
        elif attribute == "displayname":
            self._name_parts["shown"] = words(value)
        elif attribute.startswith("name."):
            self._name_parts[attribute.removeprefix("name.")] = words(value)
        elif attribute == "title":
            self.fields["title"] = words(value)[:200]
        elif attribute in ("phonenumbers", "phonenumbers.value"):
            self.fields["phone"] = first_value(value)[:30]
        elif attribute == "department":
            self._code = words(value)
        elif attribute not in ("schemas", "id", "meta", "emails", "emails.value"):
            self.left_out.add(attribute)

    def fields_for(self, person):
        """({field: value} that differ, remarks) for a person who may be new."""
        wanted, remarks = dict(self.fields), []
        if name := self._name_for(person):
            wanted["name"] = name[:200]
        if self._number and not (wanted.get("external_id") or person.external_id):
            wanted["external_id"] = self._number
        if self._code:
            unit = Unit.objects.existing().filter(code=self._code).first()
            if unit:
                wanted["unit"] = unit
            else:
                remarks.append(f"No unit has the code {self._code}.")
        remarks += [f"Left out: {each}" for each in sorted(self.left_out)]
        known = _as_known(person)
        differing = {
            field: value for field, value in wanted.items() if value != known(field)
        }
        return differing, remarks

    def _name_for(self, person):
        parts = self._name_parts
        if whole := parts.get("shown") or parts.get("formatted"):
            return whole
        given, family = _parts(_as_known(person)("name"))
        given = parts.get("givenname") or given
        family = parts.get("familyname") or family
        return f"{given} {family}".strip() if parts else ""


def _address(value):
    email = words(value).lower()
    try:
        validate_email(email)
    except ValidationError:
        raise bad_value("The userName is the person's e-mail address.") from None
    return email


def _as_known(person):
    """field → what is known of it, wherever it lies."""
    is_kept_apart = person.is_protected and not person._state.adding
    apart = person.identity if is_kept_apart else None

    def known(field):
        holder = apart if apart and field in _PERSONAL else person
        return getattr(holder, field)

    return known


def create(changes):
    """(the person, what to log). An account that the directory had removed comes back."""
    wanted = Wanted(changes)
    email = wanted.fields.get("email")
    if not email:
        raise bad_value("The userName is missing.")
    found = User.objects.reached_at(email)
    if key := wanted.fields.get("external_id"):
        found = found | User.objects.filter(external_id=key)
    if person := found.distinct().first():
        if not Removal.objects.filter(person=person).delete()[0]:
            raise taken("There is a person with that userName or externalId.")
        # Who does not say so means an open account.
        wanted.is_active = wanted.is_active is not False
        return change(person, wanted)
    return _found(wanted)


def _found(wanted):
    person = User(is_active=True)
    fields, remarks = wanted.fields_for(person)
    if not fields.get("name"):
        fields["name"] = fields["email"]
    person.is_protected = bool(wanted.is_protected)
    for field, value in fields.items():
        setattr(person, field, value)
    person.set_unusable_password()
    person.save(force_insert=True)
    log = _Log(Call.Did.CREATED, _differences(person, fields, {}), remarks)
    person = people().get(pk=person.pk)
    if wanted.is_active is False:
        leaving.leave(person, on=today())
    return people().get(pk=person.pk), log


def change(person, wanted):
    """(the person as it is now, what to log)."""
    if wanted.is_protected:
        protecting.protect(person)
    elif wanted.is_protected is False:
        protecting.unprotect(person)
    person = User.objects.select_related("unit").get(pk=person.pk)
    fields, remarks = wanted.fields_for(person)
    _refuse_what_others_have(person, fields)
    before = {field: _as_known(person)(field) for field in fields}
    if fields:
        User.objects.filter(pk=person.pk).update(**fields)
    log = _Log(
        Call.Did.CHANGED if fields else Call.Did.NOTHING,
        _differences(person, fields, before),
        remarks,
    )
    if wanted.is_active is False and person.is_active:
        leaving.leave(person, on=today())
        log.did = Call.Did.LEFT
    elif wanted.is_active and not person.is_active:
        leaving.come_back(person)
        log.did = Call.Did.CAME_BACK
    return User.objects.select_related("unit").get(pk=person.pk), log


def remove(person):
    """The directory sees it no more; the person leaves, and nothing is deleted."""
    if person.is_active:
        leaving.leave(person, on=today())
    Removal.objects.create(person=person)
    return _Log(Call.Did.DELETED, [], [])


class _Log:
    def __init__(self, did, changes, remarks):
        self.did = did
        self.changes = changes
        self.remarks = remarks


def _refuse_what_others_have(person, fields):
    others = User.objects.exclude(pk=person.pk)
    if others.reached_at(fields.get("email") or "").exists():
        raise taken("Another person has that userName.")
    key = fields.get("external_id")
    if key and others.filter(external_id=key).exists():
        raise taken("Another person has that externalId.")


def _differences(person, fields, before):
    """[what, before, after] for the log."""
    return [
        [field, "", ""]
        if person.is_protected and field in _PERSONAL
        else [field, str(before.get(field) or ""), str(value or "")]
        for field, value in fields.items()
    ]
