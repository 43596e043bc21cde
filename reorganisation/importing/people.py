"""What the file's people would change, some thousand rows at a time."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q
from django.utils.translation import gettext as _

from directory import leaving, protecting
from organisation import roles
from organisation.models import Appointment, Identity, Role, User
from reorganisation.importing.cells import Cells, Row
from reorganisation.importing.fields import OF_PEOPLE
from reorganisation.models import Difference
from sam.dates import today

Kind, About = Difference.Kind, Difference.About
# What a column may change of a person, as the file and the model call it.
WRITTEN = [
    *("email", "name", "external_id", "title", "phone"),
    *("employed_on", "left_on", "is_protected", "unit_id"),
]
_FIELDS = [*(each for each in WRITTEN if each != "unit_id"), "unit", "is_active"]
_COLUMN_OF = {"unit_id": "unit"}
_LABELS = {each.name: each.label for each in OF_PEOPLE}


@dataclass
class PersonRow(Row):
    said: dict[str, Any] = field(default_factory=dict)
    # {role group: ids of units}, of the columns that the file has.
    units_of: dict[str, set] = field(default_factory=dict)
    user: User | None = None
    is_new: bool = False
    was_active: bool = True
    changed: list[str] = field(default_factory=list)
    unit_before: Any = None
    ended: list[Appointment] = field(default_factory=list)
    begun: list[Appointment] = field(default_factory=list)

    @property
    def leaves(self):
        """Whether the file says that the person is no longer here."""
        left = self.said.get("left_on")
        return bool(left and left <= today())

    @property
    def goes(self):
        """Whether the person was here until now, and leaves by the file."""
        return self.leaves and self.was_active and not self.is_new

    @property
    def comes_back(self):
        return self.user.is_active and not self.was_active


class PeoplePlan:
    """Batch after batch, by what the units are then; remembers whom the file has named."""

    def __init__(self, organisation_import, sheet, *, units, levels, names):
        self.on, self.by = organisation_import.on, organisation_import.by
        self.sheet, self.columns = sheet, sheet.columns
        self.units, self.levels, self.names = units, levels, names
        self.first_rows: dict[str, int] = {}
        self.seen: set = set()

    def read(self, lines):
        """What becomes of each row; nothing is written."""
        rows = [self._read(*line) for line in lines]
        self._find(rows)
        accepted = [row for row in rows if not row.reasons]
        for row in accepted:
            self._compare(row)
        self._compare_roles(accepted)
        return rows

    def write(self, rows):
        """Idempotent: what is as the file says is left alone."""
        rows = [row for row in rows if not row.reasons and row.user is not None]
        self._create([row.user for row in rows if row.is_new])
        changed = [row for row in rows if row.changed and not row.is_new]
        for row in changed:
            if row.comes_back:
                leaving.come_back(_as_kept(row.user), by=self.by)
        self._change([row.user for row in changed if not row.is_protected])
        self._change_apart([row for row in changed if row.is_protected])
        for row in changed:
            if row.goes:
                leaving.leave(_as_kept(row.user), on=row.said["left_on"], by=self.by)
        self._change_roles([row for row in rows if not row.leaves])

    def _create(self, users):
        for user in users:
            user.password = make_password(None)
        User.objects.bulk_create(users, batch_size=1_000)

    def _change(self, users):
        User.objects.bulk_create(
            users,
            batch_size=1_000,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=_FIELDS,
        )

    def _change_apart(self, rows):
        """Of people whose identity is protected, was or is to be: what they are called
        ends in `Identity`, which the database sees to when their account is updated."""
        for row in rows:
            if "is_protected" in row.changed:
                is_now = row.user.is_protected
                protect = protecting.protect if is_now else protecting.unprotect
                protect(_as_kept(row.user), by=self.by)
        fields = [each for each in _FIELDS if each != "is_protected"]
        User.objects.bulk_update([row.user for row in rows], fields, batch_size=500)
        # An empty one in the account says nothing of the one that is kept.
        without = [row.user for row in rows if not row.user.phone]
        Identity.objects.filter(user__in=without).update(phone="")

    def _change_roles(self, rows):
        end([each for row in rows for each in row.ended], on=self.on)
        begun = [each for row in rows for each in row.begun]
        Appointment.objects.bulk_create(begun, batch_size=1_000)
        concerned = {row.user.pk for row in rows if row.ended or row.begun}
        if concerned:
            roles.sync_all(user__in=concerned)

    def missing(self):
        """Ids of those who are here and not in the file.

        Whoever imports and whoever runs the program stay: nobody shuts themselves out.
        """
        running = Appointment.objects.in_force().filter(role=Role.ADMINISTRATOR)
        here = User.objects.filter(is_active=True).exclude(pk=self.by.pk)
        here = here.exclude(pk__in=running.values("user"))
        here = here.filter(Q(unit__isnull=False) | Q(external_id__isnull=False))
        pks = here.order_by("pk").values_list("pk", flat=True).iterator(2_000)
        return [pk for pk in pks if pk not in self.seen]

    # Reading

    def _read(self, number, texts):
        row = PersonRow(number, texts)
        cells = Cells(self.sheet, row)
        said = row.said
        said["email"] = self._email(cells)
        said["name"] = self._name(cells)
        for name in ("external_id", "title", "phone"):
            if name in self.columns:
                said[name] = cells.text(name)
        if "external_id" in said:
            said["external_id"] = said["external_id"] or None
        for name in ("employed_on", "left_on"):
            if name in self.columns:
                said[name] = cells.day(name)
        if "is_protected" in self.columns:
            said["is_protected"] = row.is_protected = cells.truth("is_protected")
        if "unit" in self.columns:
            said["unit_id"] = self._unit(cells, "unit", cells.text("unit"))
        for group in ("manages", "represents"):
            if group in self.columns:
                row.units_of[group] = {
                    self._unit(cells, group, code) for code in cells.codes(group)
                } - {None}
        self._once(row, said["email"], _("The e-mail stands in row %(row)s too."))
        if number_of := said.get("external_id"):
            self._once(
                row, f"#{number_of}", _("The number or id stands in row %(row)s too.")
            )
        return row

    def _email(self, cells):
        email = cells.text("email").lower()
        if email:
            try:
                validate_email(email)
            except ValidationError:
                cells.refuse("email", _("It is no e-mail address."))
        return email

    def _name(self, cells):
        name = cells.text("name") or " ".join(
            filter(None, [cells.text("given_name"), cells.text("family_name")])
        )
        if not name:
            cells.refuse("name", _("The cell is empty."))
        return name[:200]

    def _unit(self, cells, name, code):
        if not code:
            return None
        found = self.units.get(code.casefold())
        if found is None:
            message = _("There is no unit with the code %(code)s.")
            cells.refuse(name, message % {"code": code[:50]})
        return found

    def _once(self, row, key, message):
        if key and self.first_rows.setdefault(key, row.number) != row.number:
            row.refuse(message % {"row": self.first_rows[key]})

    # Comparing

    def _find(self, rows):
        """The person of each row: by number, else by e-mail."""
        emails = {row.said["email"] for row in rows}
        numbers = {row.said.get("external_id") for row in rows} - {None}
        here = User.objects.filter(
            Q(email__in=emails)
            | Q(identity__email__in=emails)
            | Q(external_id__in=numbers)
        ).select_related("identity")
        by_email, by_number = {}, {}
        for user in here:
            _call_by_name(user)
            by_email[user.email] = user
            if user.external_id:
                by_number[user.external_id] = user
        for row in rows:
            number = row.said.get("external_id")
            named = by_email.get(row.said["email"])
            row.user = by_number.get(number) or named
            for user in filter(None, [row.user, named]):
                self.seen.add(user.pk)
            if row.user:
                row.is_protected = row.is_protected or row.user.is_protected
            if row.user and named and named.pk != row.user.pk:
                row.refuse(_("The e-mail belongs to somebody else here."))
            elif named and number and named.external_id not in (None, number):
                row.refuse(
                    _("The e-mail belongs to somebody with another number or id.")
                )

    def _compare(self, row):
        if row.user is None:
            # Who has left before we knew of them is none of ours.
            if not row.leaves:
                row.is_new = True
                row.user = User(**row.said)
            return
        user, row.unit_before = row.user, row.user.unit_id
        row.was_active = user.is_active
        for name in WRITTEN:
            if name in row.said and getattr(user, name) != row.said[name]:
                row.changed.append(name)
                setattr(user, name, row.said[name])
        is_active = not row.leaves and self._is_named_as_here(row)
        if user.is_active != is_active:
            row.changed.append("is_active")
            user.is_active = is_active

    def _is_named_as_here(self, row):
        """Who left by the file before comes back by it; who was shut out otherwise not."""
        return row.was_active or "left_on" in row.changed or "unit_id" in row.changed

    def _compare_roles(self, rows):
        users = {row.user.pk: row for row in rows if row.user}
        goes_on = Q(valid__upper_inf=True) | Q(valid__endswith__gt=today())
        held: dict = {}
        for each in Appointment.objects.filter(goes_on, user__in=users):
            held.setdefault(each.user_id, []).append(each)
        for row in users.values():
            theirs = held.get(row.user.pk, [])
            if row.leaves and not row.is_new:
                row.ended = theirs
                continue
            for group, units in row.units_of.items():
                self._compare_role(row, group, units, theirs)

    def _compare_role(self, row, group, units, held):
        of_group = [each for each in held if each.role in _ROLES[group]]
        row.ended += [each for each in of_group if each.unit_id not in units]
        for unit in units - {each.unit_id for each in of_group}:
            role = (
                Role.SAFETY_REPRESENTATIVE
                if group == "represents"
                else roles.role_of_manager(self.levels.get(unit))
            )
            row.begun.append(
                Appointment(
                    user=row.user,
                    role=role,
                    unit_id=unit,
                    valid=(self._since(row, role, unit), None),
                )
            )

    def _since(self, row, role, unit):
        """The import's day; later where the person held the same until then."""
        if row.is_new:
            return self.on
        ended = Appointment.objects.filter(
            user=row.user, role=role, unit=unit, valid__endswith__gt=self.on
        )
        days = [each.valid.upper for each in ended]
        return max([self.on, *days])

    # Telling

    def differences(self, rows):
        for row in rows:
            if row.reasons or row.user is None:
                continue
            for kind, before, after in self._of_person(row):
                yield self._difference(About.PERSON, kind, row, before, after)
            for kind, appointments in [
                (Kind.ENDED, row.ended),
                (Kind.BEGUN, row.begun),
            ]:
                for each in appointments:
                    words = (
                        f"{Role(each.role).label}: {self.names.get(each.unit_id, '')}"
                    )
                    before, after = (words, "") if kind == Kind.ENDED else ("", words)
                    yield self._difference(About.ROLE, kind, row, before, after)

    def _of_person(self, row):
        if row.is_new:
            yield Kind.NEW, "", self.names.get(row.user.unit_id, "")
            return
        if row.goes:
            yield Kind.LEFT, self.names.get(row.unit_before, ""), ""
            return
        if "unit_id" in row.changed:
            yield (
                Kind.MOVED,
                self.names.get(row.unit_before, ""),
                self.names.get(row.user.unit_id, ""),
            )
        others = [name for name in row.changed if name not in ("unit_id", "is_active")]
        if row.was_active != row.user.is_active and not row.leaves:
            yield Kind.CHANGED, "", _("Is here again")
        elif others:
            labels = [str(_LABELS[_COLUMN_OF.get(name, name)]) for name in others]
            yield Kind.CHANGED, "", ", ".join(labels)

    def _difference(self, about, kind, row, before, after):
        return Difference(
            about=about,
            kind=kind,
            row=row.number,
            target=None if row.is_new else row.user.pk,
            label="" if row.is_protected else row.user.name,
            is_protected=row.is_protected,
            before=before[:500],
            after=after[:500],
        )


_ROLES = {
    "manages": (Role.MANAGER, Role.HEAD),
    "represents": (Role.SAFETY_REPRESENTATIVE,),
}


def _call_by_name(user):
    """Let somebody whose identity is protected stand in memory as in the file, to be
    compared with it; whatever is told of the row leaves it out (`is_protected`)."""
    if apart := getattr(user, "identity", None):
        user.name, user.phone, user.email = apart.name, apart.phone, apart.email


def _as_kept(user):
    """The account anew, without the name that its identity keeps."""
    return User.objects.get(pk=user.pk)


def end(appointments, *, on):
    """On the day; what began after it ends today, and what has not begun is no more."""
    gone, kept = [], []
    for each in appointments:
        last = on if each.valid.lower < on else today()
        if each.valid.lower >= last:
            gone.append(each.pk)
        elif each.valid.upper is None or each.valid.upper > last:
            each.valid = (each.valid.lower, last)
            kept.append(each)
    Appointment.objects.filter(pk__in=gone).delete()
    Appointment.objects.bulk_update(kept, ["valid"], batch_size=500)


def number_of_roles(columns):
    """How many are held today of those that a file with the columns decides on."""
    decided = [role for group in _ROLES if group in columns for role in _ROLES[group]]
    return Appointment.objects.in_force().filter(role__in=decided).count()


def let_go(pks, *, on: date, by):
    """Those who are no longer here leave, as they do in any other way."""
    for person in User.objects.filter(pk__in=pks, is_active=True):
        leaving.leave(person, on=on, by=by)
