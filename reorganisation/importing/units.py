"""What the file's units would change in the tree."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.utils.text import slugify
from django.utils.translation import gettext as _

from organisation.models import Committee, Level, Unit
from organisation.timeline import CannotChange, Own, Timeline
from reorganisation.importing.cells import Cells, Row
from reorganisation.importing.fields import level_of
from reorganisation.models import Difference

Kind = Difference.Kind
# So often the tree is worked out anew without the row that does not fit.
MOST_TRIES = 100


@dataclass
class UnitRow(Row):
    code: str = ""
    name: str = ""
    level: str = ""
    parent: str = ""
    committee: str = ""
    on: date | None = None
    pk: UUID | None = None
    is_new: bool = False

    @property
    def key(self):
        return self.code.casefold()


class UnitPlan:
    """Rows of the file against the tree; `timeline` is as it would be afterwards.

    `may_close` are the ids of those that somebody has seen that it closes; None while
    they are only found out.
    """

    def __init__(self, organisation_import, sheet, lines, *, may_close=None):
        self.on = organisation_import.on
        self.founds_committees = organisation_import.founds_committees
        self.has_all = bool(sheet) and organisation_import.has_all_units
        self.columns = sheet.columns if sheet else {}
        self.may_close = may_close
        self.existing = {
            code.casefold(): (pk, name)
            for pk, code, name in Unit.objects.values_list("pk", "code", "name")
        }
        self.committees = {
            name.casefold(): pk
            for pk, name in Committee.objects.values_list("pk", "name")
        }
        self.new_committees: dict[str, Committee] = {}
        self.timeline = Timeline()
        self.standing = {
            unit: own
            for unit in self.timeline.own
            if (own := self.timeline.at(unit, self.on))
        }
        self.rows = [self._read(sheet, *line) for line in lines]
        self.kept: list[str] = []
        self.closing: list[UUID] = []
        self._refuse_duplicates()
        self._refuse_wrong_parents()
        self._lay_out()

    @property
    def accepted(self):
        return [row for row in self.rows if not row.reasons]

    @property
    def refused(self):
        return [row for row in self.rows if row.reasons]

    def units_by_code(self):
        """{code: id} of the units that there are when it is carried out."""
        found = {
            key: pk
            for key, (pk, _name) in self.existing.items()
            if self.timeline.own.get(pk) and self.timeline.own[pk][-1].until is None
        }
        return found | {row.key: row.pk for row in self.accepted if row.is_new}

    def levels(self):
        return {
            unit: stretches[-1].what.level
            for unit, stretches in self.timeline.own.items()
            if stretches
        }

    def names(self):
        return {
            unit: stretches[-1].what.name
            for unit, stretches in self.timeline.own.items()
            if stretches
        }

    def differences(self):
        for row in self.accepted:
            yield from self._differences_of(row)
        names = self.names()
        for unit in self.closing:
            yield _difference(Kind.CLOSED, None, unit, names[unit])

    def new_units(self):
        return [row for row in self.accepted if row.is_new]

    def write(self):
        """Gives the ids of the units concerned."""
        Committee.objects.bulk_create(self.new_committees.values())
        Unit.objects.bulk_create(
            (
                Unit(
                    pk=row.pk,
                    code=row.code,
                    name=row.name,
                    level=self.timeline.own[row.pk][-1].what.level,
                )
                for row in self.accepted
                if row.is_new and row.key not in self.existing
            ),
            batch_size=1_000,
        )
        return self.timeline.write()

    # Reading

    def _read(self, sheet, number, texts):
        row = UnitRow(number, texts)
        cells = Cells(sheet, row)
        row.code, row.name = cells.text("code"), cells.text("name")
        row.parent, row.committee = cells.text("parent"), cells.text("committee")
        row.on = cells.day("valid_from") or self.on
        if level := cells.text("level"):
            row.level = level_of(level)
            if not row.level:
                known = ", ".join(str(label) for label in Level.labels)
                message = _("“%(text)s” is not known. Write one of: %(known)s.")
                cells.refuse("level", message % {"text": level, "known": known})
        if row.committee and not self._committee(row.committee):
            message = _(
                "“%(text)s” is not known here. If it is new, say under the columns that"
                " committees that are not here are new."
            )
            cells.refuse("committee", message % {"text": row.committee[:100]})
        pk, _called = self.existing.get(row.key, (None, ""))
        row.pk = pk or uuid4()
        row.is_new = self.timeline.at(row.pk, row.on) is None
        return row

    def _committee(self, name):
        key = name.casefold()
        if key not in self.committees and self.founds_committees:
            new = Committee(name=name, slug=self._slug(name))
            self.new_committees[key] = new
            self.committees[key] = new.pk
        return self.committees.get(key)

    def _slug(self, name):
        """One that no other has."""
        taken = {each.slug for each in self.new_committees.values()}
        slug = slugify(name)[:40] or "committee"
        if slug in taken or Committee.objects.filter(slug=slug).exists():
            slug = f"{slug}-{uuid4().hex[:6]}"
        return slug

    def _refuse_duplicates(self):
        first: dict[str, int] = {}
        for row in self.rows:
            if row.code and first.setdefault(row.key, row.number) != row.number:
                row.refuse(
                    _("The code %(code)s stands in row %(row)s too.")
                    % {"code": row.code, "row": first[row.key]}
                )

    def _refuse_wrong_parents(self):
        by_code = {row.key: row for row in self.rows if row.code and row.name}
        for row in self.rows:
            if "parent" in self.columns and row.code:
                self._refuse_wrong_parent(row, by_code)
        self._refuse_circles(by_code)
        # What hangs below a new unit that is refused cannot come either.
        while any(
            self._follows_refusal(row, by_code) for row in self.rows if not row.reasons
        ):
            pass

    def _refuse_wrong_parent(self, row, by_code):
        if not row.parent:
            own = self.standing.get(row.pk)
            is_top = own.parent is None if own else not self._has_top(row)
            if not is_top:
                row.refuse(_("Say which unit it is part of."))
        elif row.parent.casefold() not in by_code:
            pk, _name = self.existing.get(row.parent.casefold(), (None, ""))
            if pk not in self.standing:
                row.refuse(
                    _("There is no unit with the code %(code)s above it.")
                    % {"code": row.parent}
                )

    def _has_top(self, besides):
        """Whether there is a municipality already, here or in an earlier row."""
        if any(own.parent is None for own in self.standing.values()):
            return True
        tops = (row for row in self.rows if row.code and not row.parent)
        return next(tops) is not besides

    def _refuse_circles(self, by_code):
        above = {row.pk: self._parent_of(row, by_code) for row in by_code.values()}
        for row in by_code.values():
            path, unit = [row.pk], above.get(row.pk)
            while unit and unit not in path:
                path.append(unit)
                unit = (
                    above[unit]
                    if unit in above
                    else getattr(self.standing.get(unit), "parent", None)
                )
            if unit == row.pk:
                names = {each.pk: each.code for each in by_code.values()}
                circle = " → ".join(names.get(each, "…") for each in [*path, row.pk])
                row.refuse(
                    _("The unit would be part of itself: %(circle)s.")
                    % {"circle": circle[:300]}
                )

    def _parent_of(self, row, by_code):
        if "parent" not in self.columns:
            return getattr(self.standing.get(row.pk), "parent", None)
        key = row.parent.casefold()
        if key in by_code:
            return by_code[key].pk
        pk, _name = self.existing.get(key, (None, ""))
        return pk

    def _follows_refusal(self, row, by_code):
        over = by_code.get(row.parent.casefold()) if row.parent else None
        if over is None or not over.reasons or not over.is_new:
            return False
        row.refuse(
            _("The unit above it stands in row %(row)s, which is refused.")
            % {"row": over.number}
        )
        return True

    # Laying out

    def _lay_out(self):
        """Row by row; one that does not fit with the rest is refused, and it begins anew."""
        for _try in range(MOST_TRIES):
            self.closing = []
            before = {unit: list(each) for unit, each in self.timeline.own.items()}
            try:
                self._change()
                if self.timeline.since:
                    self.timeline.worked_out()
            except CannotChange as error:
                self._refuse_unit(error)
                self.timeline.own = before
                continue
            return
        for row in self.accepted:
            row.refuse(_("Too many rows do not fit with each other."))

    def _refuse_unit(self, error):
        for row in self.accepted:
            if row.pk == error.unit:
                row.refuse(error.messages[0])
                return
        # One that the file does not name: what is closed above it cannot be.
        name = self.names().get(error.unit, "")
        self.kept.append(f"{name}: {error.messages[0]}")
        self.has_all = False

    def _change(self):
        by_code = {row.key: row for row in self.accepted}
        self._by_pk = {row.pk: row for row in self.accepted}
        depth: Counter = Counter()
        for row in self.accepted:
            if row.parent:
                depth[row.parent.casefold()] += 1
        for row in self.accepted:
            if row.is_new:
                own = self._own_of_new(row, by_code, has_units=depth[row.key] > 0)
                self.timeline.found(row.pk, row.on, own)
            else:
                self.timeline.alter(row.pk, row.on, **self._said(row, by_code))
        if self.has_all:
            self._close_the_missing()

    def _own_of_new(self, row, by_code, *, has_units):
        parent = self._parent_of(row, by_code)
        level = row.level or self._level(parent, has_units=has_units)
        return Own(row.name, level, parent, self._committee_of(row, by_code))

    def _level(self, parent, *, has_units):
        if parent is None:
            return Level.MUNICIPALITY
        if not has_units:
            return Level.UNIT
        return Level.ADMINISTRATION if parent in self._tops() else Level.DEPARTMENT

    def _tops(self):
        here = {unit for unit, own in self.standing.items() if own.parent is None}
        return here | {row.pk for row in self.accepted if not row.parent}

    def _said(self, row, by_code):
        """What the file says of a unit that is there; an empty committee is that above."""
        said = {"name": row.name}
        if "parent" in self.columns:
            said["parent"] = self._parent_of(row, by_code)
        if row.level:
            said["level"] = row.level
        if "committee" in self.columns:
            said["committee"] = self._committee_of(row, by_code)
        return said

    def _committee_of(self, row, by_code):
        """What the file says; none where that is the committee of the unit above anyhow.

        A file mostly says it in each row, also where the unit is only to follow.
        """
        committee = self.committees.get(row.committee.casefold())
        own = self.standing.get(row.pk)
        if committee is None or (own and own.committee == committee):
            return committee
        above = self._answers_to(self._parent_of(row, by_code), by_code)
        return None if committee == above else committee

    def _answers_to(self, unit, by_code):
        """The committee of the unit or the nearest above it, as it is with the file."""
        while unit:
            row, own = self._by_pk.get(unit), self.standing.get(unit)
            committee, above = (own.committee, own.parent) if own else (None, None)
            if row:
                above = self._parent_of(row, by_code)
                if "committee" in self.columns:
                    committee = self.committees.get(row.committee.casefold())
            if committee:
                return committee
            unit = above
        return None

    def _close_the_missing(self):
        """What is here and not in the file, but for what something still hangs below."""
        named = {row.pk for row in self.rows}
        below = defaultdict(set)
        for unit, stretches in self.timeline.own.items():
            if stretches and stretches[-1].until is None:
                below[stretches[-1].what.parent].add(unit)
        missing = [
            unit
            for unit, own in self.standing.items()
            if unit not in named
            and own.parent is not None
            and self.timeline.own[unit][-1].until is None
            and (self.may_close is None or unit in self.may_close)
        ]
        waiting = set(missing)
        while ready := [unit for unit in waiting if not below[unit]]:
            for unit in ready:
                waiting.discard(unit)
                self._close(unit, below)
        for unit in waiting:
            self.kept.append(
                _("%(unit)s is not in the file, and stays: units hang below it.")
                % {"unit": self.standing[unit].name}
            )

    def _close(self, unit, below):
        own = self.timeline.own[unit][-1].what
        try:
            self.timeline.close(unit, self.on)
        except CannotChange as error:
            self.kept.append(f"{own.name}: {error.messages[0]}")
        else:
            below[own.parent].discard(unit)
            self.closing.append(unit)

    # Telling

    def _differences_of(self, row):
        after = self.timeline.at(row.pk, row.on)
        if row.is_new:
            above = self._names.get(after.parent, "")
            yield _difference(Kind.NEW, row.number, row.pk, row.name, after=above)
            return
        before = self._before(row)
        if before == after:
            return
        if before.name != after.name:
            yield _difference(
                Kind.RENAMED, row.number, row.pk, after.name, before.name, after.name
            )
        names = self._names
        if before.parent != after.parent:
            yield _difference(
                Kind.MOVED,
                row.number,
                row.pk,
                after.name,
                names.get(before.parent, ""),
                names.get(after.parent, ""),
            )
        if (before.level, before.committee) != (after.level, after.committee):
            yield _difference(
                Kind.CHANGED,
                row.number,
                row.pk,
                after.name,
                self._words(before),
                self._words(after),
            )

    def _before(self, row):
        for stretch in self.timeline.places.get(row.pk, []):
            if stretch.covers(row.on):
                return stretch.what.own
        return None

    @property
    def _names(self):
        if not hasattr(self, "_kept_names"):
            self._kept_names = self.names()
        return self._kept_names

    def _words(self, own):
        if not hasattr(self, "_committee_names"):
            self._committee_names = dict(
                Committee.objects.values_list("pk", "name")
            ) | {each.pk: each.name for each in self.new_committees.values()}
        level = Level(own.level).label
        committee = self._committee_names.get(own.committee, "")
        return ", ".join(filter(None, [str(level), committee]))


def _difference(kind, row, unit, label, before="", after=""):
    return Difference(
        about=Difference.About.UNIT,
        kind=kind,
        row=row,
        target=unit,
        label=label,
        before=before[:500],
        after=after[:500],
    )
