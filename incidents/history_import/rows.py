"""A row of the older system as an incident of ours, or every reason why it is refused."""

import re
from dataclasses import dataclass, field
from datetime import time
from functools import cache

from django.utils import timezone
from django.utils.translation import gettext as _

from attachments.importing.words import as_moment
from incidents.forms.dates import EARLIEST
from incidents.history_import.fields import (
    CLOSED,
    FIELDS,
    LEAVE_OUT,
    OPEN,
    YES,
    age_group,
)
from incidents.history_import.naming import is_named, names_for
from incidents.models import Details, Incident
from incidents.models.details import MOST_DAYS
from organisation.models import Unit
from organisation.roles import responsible_for
from sam.dates import today, zone


@dataclass
class Row:
    """What became of one row: an incident, or nothing because of something."""

    number: int
    cells: list[str]
    external_id: str = ""
    reasons: list[str] = field(default_factory=list)
    is_left_out: bool = False
    is_existing: bool = False
    incident: Incident | None = None
    details: Details | None = None


class RowReader:
    """Reads rows by the mapping of an import; knows which numbers the file has had."""

    def __init__(self, history_import):
        self.history_import = history_import
        mapping = history_import.mapping
        self.columns = mapping["columns"]
        self.choices = mapping["values"]
        self.kind, self.language = mapping["kind"], mapping["language"]
        self.all_closed = mapping.get("all_closed", False)
        self.names = names_for(filter(is_named, self.columns))
        self.first_rows: dict[str, int] = {}
        self.responsible = cache(_responsible)

    def read(self, batch):
        """Rows for pairs of number and texts; what is here already is not made again."""
        rows = [Row(number, cells) for number, cells in batch]
        for row in rows:
            self._read(row)
        numbers = [row.external_id for row in rows if row.external_id]
        # The condition of the index that finds them, word for word.
        numbered = Incident.objects.exclude(external_id="")
        here = set(
            numbered.filter(external_id__in=numbers).values_list(
                "external_id", flat=True
            )
        )
        for row in rows:
            row.is_existing = row.external_id in here
        return rows

    def remember(self, number, cells):
        """A row that was read before the import was broken off."""
        row = Row(number, cells)
        row.external_id = _Cells(self, row).text("external_id")
        self._once(row)

    def _read(self, row):
        cells = _Cells(self, row)
        row.external_id = cells.text("external_id")
        self._once(row)
        if cells.is_left_out():
            row.is_left_out = True
            return
        incident = self._incident(cells)
        details = self._details(cells)
        if not row.reasons:
            row.incident = incident
            row.details = details and Details(incident=incident, **details)

    def _once(self, row):
        if not row.external_id:
            return
        first = self.first_rows.setdefault(row.external_id, row.number)
        if first != row.number:
            row.reasons.append(
                _("The number %(number)s stands in row %(row)s too.")
                % {"number": row.external_id[:50], "row": first}
            )

    def _incident(self, cells):
        kind, _colon, mark = (cells.choice("kind") or self.kind).partition(":")
        happened = cells.moment("occurred_on")
        day = happened and happened.date()
        return Incident(
            external_id=cells.row.external_id,
            history_import=self.history_import,
            language=self.language,
            kind=kind,
            severity=cells.choice("severity") or (mark if mark == "serious" else ""),
            is_violence=cells.choice("is_violence") == YES or mark == "violence",
            occurred_on=day,
            occurred_time=happened.time() if happened and has_time(happened) else None,
            unit_id=cells.unit(day),
            description=cells.text("description"),
            place=cells.text("place"),
            immediate_action=cells.text("immediate_action"),
            findings=cells.text("findings"),
            cause_id=cells.code("cause"),
            **self._progress(cells, happened),
        )

    def _progress(self, cells, happened):
        """When it was reported and closed; who answers for it if it is open."""
        reported = cells.moment("reported_at", not_before=happened) or happened
        closed = cells.moment("closed_at", not_before=happened)
        status = cells.choice("status")
        if self.all_closed and reported and status != OPEN:
            closed = closed or reported.replace(hour=23, minute=59)
        is_closed = status == CLOSED if status else bool(closed)
        if is_closed and not closed and not cells.filled("closed_at"):
            cells.refuse("closed_at", _("It is closed, and the day is missing."))
        if cells.row.reasons:
            return {}
        progress = {"reported_at": _at(reported)}
        if is_closed:
            status = Incident.Status.CLOSED
            return progress | {"closed_at": _at(closed), "status": status}
        responsible = self.responsible(cells.unit(happened.date()))
        return progress | {"responsible": responsible}

    def _details(self, cells):
        days = cells.number("absence_days", most=MOST_DAYS)
        found = {
            "sex": cells.choice("sex"),
            "age_group": cells.age(),
            "body_part_id": cells.code("body_part"),
            "injury_type_id": cells.code("injury_type"),
            "occupation_id": cells.code("occupation"),
            "absence_days": days,
            "absence": "" if days is None else Details.Absence.of(days),
        }
        return {name: value for name, value in found.items() if value not in {"", None}}


class _Cells:
    """The texts of a row by our fields; what cannot be read becomes a reason."""

    def __init__(self, reader, row):
        self.reader, self.row = reader, row

    def refuse(self, name, reason):
        text = f"{FIELDS[name].label}: {reason}"
        if text not in self.row.reasons:
            self.row.reasons.append(text)

    def filled(self, name):
        place = self.reader.columns.get(name)
        has = place is not None and place < len(self.row.cells)
        return self.row.cells[place] if has else ""

    def is_left_out(self):
        """By the choice that was made for one of its values."""
        return any(
            choices.get(self.filled(name)) == LEAVE_OUT
            for name, choices in self.reader.choices.items()
        )

    def text(self, name):
        text = self.filled(name)
        if not text and FIELDS[name].is_required:
            self.refuse(name, _("The cell is empty."))
        most = Incident._meta.get_field(name).max_length
        if len(text) > most:
            self.refuse(
                name,
                _("The text has %(length)s characters; at most %(most)s are kept.")
                % {"length": len(text), "most": most},
            )
        return text

    def choice(self, name):
        """Our word for the value, which somebody chose; a new value has none."""
        text = self.filled(name)
        chosen = self.reader.choices.get(name, {}).get(text)
        if text and chosen is None:
            self.refuse(name, _unknown(text))
        elif not text and name == "kind" and not self.reader.kind:
            self.refuse(name, _("The cell is empty."))
        return chosen or ""

    def age(self):
        text = self.filled("age_group")
        if text.isascii() and text.isdecimal() and len(text) < 4:
            return age_group(int(text))
        return self.choice("age_group")

    def unit(self, day):
        text = self.filled("unit")
        if not text:
            self.refuse("unit", _("The cell is empty."))
            return None
        if chosen := self.reader.choices.get("unit", {}).get(text):
            return chosen
        found = self.reader.names["unit"].find(text, on=day)
        if len(found) == 1:
            return found[0]
        several = _("Several units are called “%(text)s”.") % {"text": text[:100]}
        self.refuse("unit", several if found else _unknown(text))
        return None

    def code(self, name):
        """The code that was chosen for the value or has its name; some have none."""
        text = self.filled(name)
        if not text:
            return None
        choices = self.reader.choices.get(name, {})
        if text in choices:
            return choices[text] or None
        found = self.reader.names[name].find(text)
        return found[0] if found else self.refuse(name, _unknown(text))

    def number(self, name, *, most):
        text = self.filled(name)
        if not text:
            return None
        written = re.fullmatch(r"(\d{1,9})(?:[.,]0+)?(?:\s*[^\W\d]+\.?)?", text)
        number = int(written[1]) if written else most + 1
        if number > most:
            self.refuse(
                name,
                _("“%(text)s” is not a number from 0 to %(most)s.")
                % {"text": text[:100], "most": most},
            )
        return number

    def moment(self, name, *, not_before=None):
        text = self.filled(name)
        if not text:
            if FIELDS[name].is_required:
                self.refuse(name, _("The cell is empty."))
            return None
        moment = as_moment(text)
        if moment is None:
            self.refuse(name, _("“%(text)s” is not a day.") % {"text": text[:100]})
        elif moment.date() > today():
            self.refuse(name, _("The day has not come yet."))
        elif moment.date() < EARLIEST:
            self.refuse(
                name, _("The day is before %(year)s.") % {"year": EARLIEST.year}
            )
        elif not_before and moment.date() < not_before.date():
            self.refuse(name, _("The day is before the day that it happened."))
        return moment


def has_time(moment):
    return moment.time() != time.min


def _at(moment):
    """In the municipality's time; a day alone is its noon, and never later than now."""
    moment = moment if has_time(moment) else moment.replace(hour=12)
    return min(moment.replace(tzinfo=zone()), timezone.now())


def _responsible(unit_pk):
    unit = Unit.objects.get(pk=unit_pk)
    return next(iter(responsible_for(unit)), None)


def _unknown(text):
    return _("“%(text)s” is not known here.") % {"text": text[:100]}
