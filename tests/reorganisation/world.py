from datetime import timedelta

from django.core.files.base import ContentFile

from organisation.models import Appointment
from reorganisation.models import Difference, OrganisationImport
from sam.dates import today
from tests.reorganisation.factories import reorganisation, step


def addresses(people, school):
    by = people["administrator"]
    change = reorganisation(by, today() + timedelta(days=90))
    split = step(change, "split", school, into=[school], new=["West school"])
    held = Appointment.objects.get(user=people["manager"])
    checked = _checked_import(by)
    names = ["detail", "edit", "moved", "act"]
    imports = ["columns", "differences", "differences_file", "refused", "act"]
    return {
        "reorganisation:unit": [school.pk],
        "reorganisation:appoint": [school.pk],
        "reorganisation:dismiss": [held.pk],
        "reorganisation:unit_change": [school.pk],
        **{f"reorganisation:{name}": [change.pk] for name in names},
        "reorganisation:step_add": [change.pk],
        "reorganisation:step_remove": [change.pk, split.pk],
        "reorganisation:step_choices": [change.pk, split.pk],
        "reorganisation:step_rows": [change.pk, split.pk],
        "reorganisation:import": [checked.pk],
        **{f"reorganisation:import_{name}": [checked.pk] for name in imports},
    }


def _checked_import(by):
    """A dry run that would close many, with a row that was refused."""
    checked = OrganisationImport.objects.create(
        by=by,
        name="hr.csv",
        status="checked",
        on=today(),
        total=2,
        done=2,
        refused=1,
        counts={"unit:closed": 2, "unit:new": 1},
        units_before=4,
        people_before=9,
        problems=[{"row": 3, "reasons": ["The cell is empty."]}],
        refused_file=ContentFile(b"PK", name="refused.xlsx"),
    )
    checked.sheets.create(
        name="hr.csv",
        holds="units",
        headers=["Kod", "Namn"],
        first_rows=[["N1", "North school"]],
        columns={"code": 0, "name": 1},
        total=2,
    )
    Difference.objects.create(
        organisation_import=checked, about="unit", kind="new", row=2, label="Library"
    )
    return checked
