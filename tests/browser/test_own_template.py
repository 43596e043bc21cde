"""HR makes a report template of its own in the browser alone, and has it filled and printed."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from pypdf import PdfReader

from reports.models import Document, Metric, Quantity, ReportingYear, ReportTemplate
from reports.shipped import load_metrics
from tests.factories import IncidentFactory
from tests.reports.conftest import at
from tests.reports.factories import figures

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("causes")]

SPANS = ["Sjuk dag 1–7", "Sjuk dag 8–59", "Sjuk från dag 60"]
QUARTER = [date(2024, month, 1) for month in (1, 2, 3)]
BEFORE = [day.replace(year=day.year - back) for back in range(1, 5) for day in QUARTER]


class Writer:
    """Fills in forms of the pages one after the other, as HR would."""

    def __init__(self, page, site):
        self.page, self.site = page, site

    def go(self, name, *args):
        self.page.goto(self.site + reverse(f"reports:{name}", args=args))

    def save(self, **fields):
        for name, value in fields.items():
            for each in value if isinstance(value, list) else [value]:
                self._fill(name, each)
        self.page.locator("main form button[type=submit]").last.click()
        self.page.wait_for_load_state()
        expect(self.page.locator("ds-error-summary, .ds-error-summary")).to_have_count(
            0
        )

    def _fill(self, name, value):
        field = self.page.locator(f"[name={name}]")
        kind = field.first.get_attribute("type")
        if kind in ("radio", "checkbox"):
            self.page.locator(f"[name={name}][value='{value}']").check()
        elif field.first.evaluate("each => each.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)

    def add_section(self, template, kind, **fields):
        self.go("template_section_add", template.pk, kind)
        self.save(**fields)
        return template.sections.order_by("-pk").first()

    def add_part(self, template, section, name, **fields):
        self.go("template_part_add", template.pk, section.pk, name)
        self.save(**fields)


@pytest.fixture
def writer(open_page, live_server, hr):
    load_metrics()
    page = open_page(reverse("reports:templates"), user=hr)
    return Writer(page, live_server.url)


def make_metrics(writer):
    """Three spans of sick leave, each a share of the scheduled hours."""
    for label in SPANS:
        writer.go("quantity_add")
        writer.save(label=label, over="sum")
        code = Quantity.objects.get(label=label).code
        writer.go("metric_add")
        writer.save(label=label, of=code, per="scheduled_hours", scale="percent")
    return [Metric.objects.get(label=label) for label in SPANS]


def make_template(writer, metrics):
    writer.go("template_add")
    writer.save(
        name="Kvartalsvis", title="Kvartalsrapport", file_name="kvartal",
        cadence="quarter",
    )  # fmt: skip
    template = ReportTemplate.objects.get(name="Kvartalsvis")
    judged = writer.add_section(
        template, "self_assessment", title="Egen bedömning", number="1"
    )
    writer.add_part(template, judged, "questions", text="Alla deltar i arbetet.")
    years = writer.add_section(template, "metric_table", title="Fem år", number="2")
    writer.add_part(template, years, "rows", label="Skador", metric="injuries")
    writer.go("template_section", template.pk, years.pk)
    writer.page.locator("form[action$='/shortcuts/years/'] button").click()
    expect(writer.page.locator("#columns + ol > li")).to_have_count(5)
    spans = writer.add_section(
        template, "metric_table", title="Sjukfrånvaro", number="3"
    )
    for metric in metrics:
        writer.add_part(template, spans, "rows", label=metric.label, metric=metric.code)
    goals = writer.add_section(template, "indicator_table", title="Mål", number="4")
    writer.add_part(template, goals, "rows", label="Färre skador")
    writer.add_part(template, goals, "rows", label="Skador", metric="injuries")
    writer.go("template_publish", template.pk)
    writer.page.locator("main form button[type=submit]").last.click()
    expect(writer.page.locator("#messages [data-color=success]")).to_be_visible()
    return template


def open_quarter(writer, template):
    writer.go("open_year")
    writer.save(what=f"{template.pk}:q1", year="2024")
    writer.save()
    return ReportingYear.objects.get(template=template)


@pytest.mark.worker
def test_template_is_made_filled_and_printed_in_the_browser_alone(
    writer, worker, school, committee
):
    for month in (*QUARTER, *BEFORE):
        moment = at(month.year, month.month, 9)
        IncidentFactory(
            unit=school, kind="accident", reported_at=moment, occurred_on=moment.date()
        )
    metrics = make_metrics(writer)
    codes = [metric.of[0] for metric in metrics]
    figures(committee, only=QUARTER, **dict(zip(codes, (20, 30, 40), strict=True)))

    template = make_template(writer, metrics)
    year = open_quarter(writer, template)
    report = year.reports.get(committee=committee, level="committee")
    for section in template.sections.filter(kind="self_assessment"):
        writer.go("section", report.pk, section.code)
        question = section.questions.get()
        writer.save(**{f"score-{question.pk}": "4"})

    writer.page.goto(writer.site + year.get_absolute_url())
    writer.page.locator("form[action$='/produce/'] button").click()
    link = writer.page.locator(f"tr:has-text('{committee.name}') a:has-text('PDF')")
    expect(writer.page.locator("#production")).not_to_have_attribute(
        "hx-trigger", "every 1s", timeout=120_000
    )
    writer.page.reload()
    expect(link.first).to_be_visible()
    document = Document.objects.get(snapshot__report=report, kind="pdf")
    with document.file.open() as file:
        pages = PdfReader(BytesIO(file.read())).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    for words in [
        "Kvartalsrapport Första kvartalet 2024",
        *SPANS,
        "Färre skador",
        "Alla deltar",
    ]:
        assert words in text
