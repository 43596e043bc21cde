from io import BytesIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from actionplans import plan_document, tasks
from actionplans.models import Measure
from sam.dates import today
from tests.factories import WorkEnvironmentPlanFactory

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def plan(school, head_teacher):
    return WorkEnvironmentPlanFactory(
        unit=school, title="The plan", created_by=head_teacher
    )


@pytest.fixture
def url(plan):
    return plan.get_absolute_url()


@pytest.fixture
def as_manager(as_user, head_teacher):
    return as_user(head_teacher)


def _fill(plan, number):
    """Rows by the thousand."""
    action_plan, by = plan.plan_of_measures(), plan.created_by
    Measure.objects.bulk_create(
        Measure(
            plan=action_plan,
            unit=plan.unit,
            order=place,
            number=str(place),
            activity=f"Activity {place}.",
            goal="Fewer falls on wet floors, in all kitchens",
            responsible=by,
            created_by=by,
            due_on=today(),
        )
        for place in range(1, number + 1)
    )


def _pages(plan, *, annex=False):
    plan_document.make(plan.pk, "en", annex=annex)
    pdf = plan_document.kept(annex=annex).made(plan, "en")
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


# The document


def test_document_is_tagged_and_lies(plan):
    _fill(plan, 1)
    plan_document.make(plan.pk, "en")

    pdf = PdfReader(BytesIO(plan_document.kept(annex=False).made(plan, "en")))
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.pages[0].mediabox.width > pdf.pages[0].mediabox.height


def test_document_says_who_decided_and_that_a_draft_is_none(plan):
    assert "Draft, not decided." in _pages(plan)[0]
    plan.decide(by=plan.created_by, decided_on=today(), decided_by="The committee")

    assert "by The committee" in _pages(plan)[0]


def test_document_repeats_its_heads_and_splits_no_row(plan):
    _fill(plan, 300)

    pages = _pages(plan)

    assert len(pages) > 5
    assert all("ACTIVITY" in page for page in pages[:-1])
    for place in range(1, 301):
        holding = [page for page in pages if f"Activity {place}." in page]
        assert len(holding) == 1


def test_annex_has_decided_plans_below_and_no_drafts(
    administration, head_of_administration, school, other_school
):
    above = WorkEnvironmentPlanFactory(
        unit=administration, title="Above", created_by=head_of_administration
    )
    below = WorkEnvironmentPlanFactory(unit=school, title="Below")
    below.decide(by=below.created_by, decided_on=today(), decided_by="The head")
    WorkEnvironmentPlanFactory(unit=other_school, title="Draft of others")

    alone, with_annex = "".join(_pages(above)), "".join(_pages(above, annex=True))

    assert "Below" not in alone
    assert "Below" in with_annex
    assert "Draft of others" not in with_annex


def test_document_is_ordered_made_and_fetched(
    as_manager, url, parse, django_capture_on_commit_callbacks, monkeypatch
):
    monkeypatch.setattr(
        tasks.make_plan_document,
        "delay_on_commit",
        tasks.make_plan_document,
    )

    as_manager.post(f"{url}document/")

    page = parse(as_manager.get(f"{url}document/"))
    assert page.select_one(f"a[href='{url}document/file/']")
    answer = as_manager.get(f"{url}document/file/")
    assert answer.content.startswith(b"%PDF")
    assert answer["Cache-Control"] == "private, no-store"


def test_document_that_is_on_its_way_is_ordered_once(as_manager, url, monkeypatch):
    ordered = []
    monkeypatch.setattr(
        tasks.make_plan_document,
        "delay_on_commit",
        lambda *args, **how: ordered.append(args),
    )

    for _each in range(2):
        as_manager.post(f"{url}document/")

    assert len(ordered) == 1
    assert "is being made" in as_manager.get(f"{url}document/").content.decode()


def test_annex_is_not_for_those_who_only_read_the_plan(as_user, teacher, plan, url):
    plan.decide(by=plan.created_by, decided_on=today(), decided_by="The head")
    client = as_user(teacher)

    assert client.get(f"{url}document/").status_code == 200
    assert client.get(f"{url}document/?annex").status_code == 403
    assert client.get(f"{url}document/file/?annex").status_code == 403


def test_paper_has_all_rows(as_manager, plan, url, parse):
    _fill(plan, 60)

    rows = parse(as_manager.get(f"{url}paper/")).select(".plan tbody tr")

    assert len(rows) == 60


# Five thousand rows


def test_page_of_a_plan_of_thousands_has_fifty_and_goes_on(
    as_manager, plan, url, parse, count_queries
):
    _fill(plan, 5_000)

    page = parse(as_manager.get(url))
    rows = page.select("#rows tbody tr")
    assert [rows[0].td.text, rows[-1].td.text, len(rows)] == ["1", "50", 50]
    onwards = page.select_one("#rows .page-links [rel=next]")["href"]
    second = parse(as_manager.get(f"{url}{onwards}"))
    assert second.select_one("#rows tbody td").text == "51"
    assert "5,000 measures" in page.select_one(".totals").text.replace("5000", "5,000")


def test_sheet_of_thousands_has_every_row(as_manager, plan, url):
    _fill(plan, 5_000)

    answer = as_manager.get(f"{url}sheet/")

    content = BytesIO(b"".join(answer.streaming_content))
    sheet = load_workbook(content, read_only=True).active
    numbers = [row[0] for row in sheet.iter_rows(values_only=True)]
    assert numbers[1:] == [str(place) for place in range(1, 5_001)]


def test_sheet_makes_no_formula_of_what_was_typed(as_manager, plan, url):
    _fill(plan, 1)
    Measure.objects.update(activity="=1+1")

    answer = as_manager.get(f"{url}sheet/")

    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert sheet["D2"].value == "=1+1"
    assert sheet["D2"].data_type == "s"


def test_row_is_moved_in_a_plan_of_thousands(as_manager, plan, url):
    _fill(plan, 5_000)
    last = plan.rows().last()

    as_manager.post(f"{url}rows/move/", {"up": last.pk})

    last.refresh_from_db()
    assert last.order == 4_999
