"""Each file that is taken in, step by step as far as it comes, with the jobs in between."""

from urllib.parse import urljoin

import pytest
from django.db import connection
from hypothesis import strategies as st

from sam.queueing import Task
from tests.fuzz.files import broken, cells, sheets
from tests.fuzz.forms import filled
from tests.fuzz.reading import below, forms_of
from tests.fuzz.trying import Fault, cause_of, rounds
from tests.fuzz.values import DAYS

pytestmark = pytest.mark.django_db
# Where a file is given, by whom, and headings that are understood with what belongs there.
IMPORTS = {
    "incidents:history": (
        "hr",
        {
            "Ärendenummer": ["1", "2"],
            "Händelsetyp": ["Tillbud", "Olycksfall", "Allvarligt tillbud"],
            "Enhet": ["North school"],
            "Händelsedatum": ["2024-01-31"],
            "Klarmarkerad": ["2024-02-10", ""],
            "Beskrivning": ["A fall"],
            "Frånvarodagar": ["3", ""],
            "Ålder": ["34"],
            "Status": ["Avslutad"],
        },
    ),
    "reports:import_figures": (
        "hr",
        {
            "Nämnd": ["Schools"],
            "Månad": ["2023-12"],
            "Kön": ["Kvinnor", "Män"],
            "Timmar": ["1000", 1000],
            "Sjuktimmar": [30.5],
        },
    ),
    "knowledge:import_list": (
        "hr",
        {
            "E-post": ["a@example.org"],
            "Kurs": ["First aid"],
            "Datum": ["2024-01-31"],
            "Giltig till": ["2027-01-31"],
        },
    ),
    "surveys:import_add": (
        "hr",
        {
            "Enhet": ["North school", "Testinge"],
            "Tema": ["Workload"],
            "Värde": [3.5, "71", 4],
            "Antal svar": [12],
            "År": [2024],
        },
    ),
    "reorganisation:import_list": (
        "administrator",
        {
            "Kod": ["root", "n1"],
            "Namn": ["Testinge", "New school"],
            "Nivå": ["Kommun", "Enhet"],
            "Överordnad": ["root", ""],
            "Giltig från": ["2026-01-01"],
            "Nämnd": ["Schools", ""],
        },
    ),
    "reorganisation:import_list people": (
        "administrator",
        {
            "E-post": ["a@example.org", "b@example.org"],
            "Namn": ["A", "B"],
            "Enhetskod": ["root"],
            "Anställd från": ["2020-01-01"],
            "Slutat": [""],
            "Chef för": ["root", ""],
            "Skyddad identitet": ["Ja", ""],
        },
    ),
}
STEPS = 4


def test_no_import_fails_or_is_half_written_whatever_the_file_holds(
    trial, world, monkeypatch
):
    jobs = Jobs(monkeypatch)
    uploads = world.of("GET", {"200"})
    for name in rounds(list(IMPORTS) * 2, share=0.25):
        role, columns = IMPORTS[name]
        url, _roles = uploads[name.split()[0]]
        _try(trial, jobs, name, url, role, columns)

    trial.report("Imports")
    assert not trial.faults


class Jobs:
    """Works off what is put into the queue, as when the transaction had ended."""

    def __init__(self, monkeypatch):
        self.ordered = []
        monkeypatch.setattr(
            Task, "_order", lambda task, *given: self.ordered.append((task, *given))
        )

    def work(self, told):
        for _round in range(STEPS):
            self._end_of_transaction()
            if not self.ordered:
                return
            task, args, kwargs = self.ordered.pop(0)
            if task.name.startswith("mailing"):
                continue
            try:
                task.apply(args, kwargs, throw=True, retries=task.max_retries or 0)
            except Exception as error:
                raise Fault(f"job: {cause_of(error)}", told) from error

    @staticmethod
    def _end_of_transaction():
        waiting, connection.run_on_commit = connection.run_on_commit, []
        for _savepoints, act, _robust in waiting:
            act()


def _try(trial, jobs, name, url, role, columns):
    def act(draw):
        connection.run_on_commit, jobs.ordered = [], []
        content = draw(_content(columns))
        upload = (draw(st.sampled_from(["a.xlsx", "a.csv", "å.txt"])), content, "x")
        client, page_url, is_file = trial.client(role), url, True
        for _step in range(STEPS + 1):
            page = trial.send(client, "GET", page_url)
            if further := below(page.text_of_page, page_url):
                page_url = further
                page = trial.send(client, "GET", page_url)
            form = _next(forms_of(page.text_of_page, page_url), with_file=is_file)
            if not form:
                return
            trial.places.add(form.place)
            body, kind = draw(filled(form, upload=upload, careful=True))
            sent = trial.send(client, "POST", form.url, body, content_type=kind)
            jobs.work(f"{name}: {content[:3_000]!r}")
            if sent.status_code not in (302, 204):
                return
            page_url, is_file = urljoin(form.url, sent["Location"]), False

    trial.of(name, act)


def _next(forms, *, with_file):
    """The form that leads on: not the one that takes the import away."""
    for form in forms:
        if bool(form.files) == with_file and not any(
            part in form.place
            for part in ("delete", "language", "logout", "ui:persons")
        ):
            return form
    return None


def _content(columns):
    """A sheet that is nearly right; or any; or no sheet."""
    nearly = st.lists(_row(columns), min_size=1, max_size=4).flatmap(
        lambda rows: sheets([list(columns), *rows])
    )
    return st.one_of(nearly, nearly, nearly, sheets(), broken)


@st.composite
def _row(draw, columns):
    row = [draw(st.sampled_from(fitting)) for fitting in columns.values()]
    for place in draw(st.sets(st.integers(0, len(row)), max_size=2)):
        row[place : place + 1] = [draw(cells | st.sampled_from(DAYS))]
    return row
