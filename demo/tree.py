"""The demo municipality's units, founded as HR's directory would have them."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from organisation import history
from organisation.models import Committee, Level, Municipality, Unit

DATA = Path(__file__).parent / "data"
FOUNDED = date(2015, 1, 1)
# One department was called and placed otherwise until this day.
REORGANISED = date(2023, 7, 1)


@dataclass
class Workplace:
    """A unit where people work, and what one needs to know to let something happen there."""

    unit: Unit
    department: Unit
    administration: Unit
    committee: str
    kind: str
    weight: int
    # Shares its manager with the next unit.
    is_small: bool


@dataclass
class Tree:
    root: Unit
    administrations: dict
    committees: dict
    workplaces: list

    def workplace(self, name):
        return next(found for found in self.workplaces if found.unit.name == name)

    def answering_to(self, committee):
        return [found for found in self.workplaces if found.committee == committee]


def found(*, scale):
    """Municipality, committees and units; each unit `scale` times over."""
    data = tomllib.loads((DATA / "organisation.toml").read_text())
    Municipality.objects.create(pk=1, name="Huddinge kommun", is_demo=True)
    committees = {
        row["code"]: Committee.objects.create(name=row["name"], slug=row["slug"])
        for row in data["committees"]
    }
    root = history.establish(
        "HK",
        name="Huddinge kommun",
        level=Level.MUNICIPALITY,
        committee=committees["KS"],
        since=FOUNDED,
    )
    tree = Tree(root, {}, committees, [])
    for row in data["administrations"]:
        _found_administration(tree, row, scale)
    _reorganise(tree)
    return tree


def _found_administration(tree, row, scale):
    administration = history.establish(
        row["code"],
        name=row["name"],
        level=Level.ADMINISTRATION,
        parent=tree.root,
        committee=tree.committees[row["committee"]],
        since=FOUNDED,
    )
    tree.administrations[row["code"]] = administration
    for department in row["departments"]:
        committee = department.get("committee")
        unit = history.establish(
            department["code"],
            name=department["name"],
            level=Level.DEPARTMENT,
            parent=administration,
            committee=tree.committees[committee] if committee else None,
            since=FOUNDED,
        )
        committee = committee or row["committee"]
        for code, name in _copies(department, scale):
            below = history.establish(
                code, name=name, level=Level.UNIT, parent=unit, since=FOUNDED
            )
            tree.workplaces.append(
                Workplace(
                    unit=below,
                    department=unit,
                    administration=administration,
                    committee=committee,
                    kind=department["workplace"],
                    weight=department["weight"],
                    is_small=department.get("small", False),
                )
            )


def _copies(department, scale):
    for copy in range(1, scale + 1):
        for number, name in enumerate(department["units"], start=1):
            code = f"{department['code']}-{number:02}"
            yield (code, name) if copy == 1 else (f"{code}-{copy}", f"{name} {copy}")


def _reorganise(tree):
    """A preschool that changed area and name: what happened before stays where it was."""
    moved = tree.workplace("Solgläntans förskola")
    new_department = tree.workplace("Älvängens förskola").department
    history.reorganise(
        moved.unit,
        on=REORGANISED,
        name="Solgläntans och Bäckens förskola",
        parent=new_department,
    )
    moved.unit.refresh_from_db()
    moved.department = new_department
