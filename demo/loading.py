"""The demo municipality as a whole: what is loaded, and in which order."""

from django.apps import apps
from django.core.files.base import ContentFile
from django.db import transaction

from demo import (
    annual,
    changes,
    contributions,
    examples,
    filters,
    inspections,
    lifting,
    links,
    payroll,
    people,
    plans,
    reminders,
    requests,
    rounds,
    tree,
    year,
)
from demo.cases import Cases
from demo.figures import complete_years
from demo.happenings import Chronicle
from demo.records import Records
from demo.statistics import analyse
from incidents.codes import load_codes
from incidents.models import Incident
from meetings.loading import load_agendas
from organisation.models import Municipality, Placement
from reports import importing
from reports.models import Figure
from riskassessment.loading import load_checklists

# So many incidents are held in memory at a time.
_PORTION = 5_000


class AlreadyThere(Exception):
    """There is a municipality, and nothing was changed."""


@transaction.atomic
def load(*, scale, until):
    """Write all or nothing; `until` is the last day on which anything has happened.

    Returns the tree of units.
    """
    if Municipality.objects.exists():
        raise AlreadyThere
    load_codes()
    load_checklists()
    load_agendas()
    municipality = tree.found(scale=scale)
    staff = people.settle(municipality, until=until)
    posters = links.post(municipality, staff)
    _tell_what_happens(municipality, staff, posters, scale=scale, until=until)
    rounds.walk_all(municipality, staff, until=until)
    changes.assess_changes(municipality, staff, until=until)
    plans.make_plans(municipality, staff, until=until)
    lifting.lift_all(municipality, staff, until=until)
    inspections.inspect(municipality, staff, until=until)
    examples.share(until=until)
    reminders.remind(until=until)
    requests.hand_in(municipality, staff, until=until)
    _import_figures(municipality, until=until)
    analyse(Incident, Placement, Figure)
    annual.report_years(municipality, staff, until=until)
    contributions.follow_up(municipality, staff, complete_years(until)[-1], until=until)
    year.work(municipality, staff, until=until)
    analyse(*(each for each in apps.get_models() if _has_table(each)))
    return municipality


def _has_table(model):
    return model._meta.managed and not model._meta.proxy


def _tell_what_happens(municipality, staff, posters, *, scale, until):
    chronicle = Chronicle(municipality, scale=scale, until=until)
    records = Records(until=until)
    cases = Cases(
        *(municipality, staff, posters), records=records, seed="records", until=until
    )
    happenings = chronicle.happenings()
    for start in range(0, len(happenings), _PORTION):
        for happening in happenings[start : start + _PORTION]:
            cases.tell(happening)
        records.write()
    links.give_words()
    filters.save()


def _import_figures(municipality, *, until):
    """By the way that HR's own spreadsheets take."""
    for each in complete_years(until):
        file = ContentFile(payroll.workbook(each, municipality.committees))
        importing.take_in(file, name=f"underlag-{each}.xlsx")
