"""The yearly report of nine committees: written, put together and noted, page by page."""

from datetime import date
from html import unescape
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from actionplans.models import Escalation
from organisation import roles
from organisation.models import Level, Role
from reports import pdf
from reports.loading import load_all
from reports.models import Report, ReportTemplate
from riskassessment.models import Risk
from tests.documents import faults
from tests.factories import (
    CommitteeFactory,
    IncidentFactory,
    UnitFactory,
    UserFactory,
)
from tests.pages import main, words
from tests.reports.conftest import at
from tests.reports.factories import figures, reporting_year

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

NINE = ["Bygg", "Forskola", "Grundskola", "Gymnasie", "Klimat", "Kultur"]
NINE += ["Social", "Vard", "Kommunstyrelsen"]


@pytest.fixture
def education(municipality):
    """One administration that works for two of the committees."""
    return UnitFactory(
        name="Education", level=Level.ADMINISTRATION, parent=municipality
    )


@pytest.fixture
def committees(municipality, education):
    """Nine; each has a unit."""
    found = {}
    for name in NINE:
        found[name] = CommitteeFactory(name=f"{name}namnden", slug=name.lower())
        parent = education if name in ("Forskola", "Grundskola") else municipality
        UnitFactory(name=name, parent=parent, committee=found[name])
    return found


@pytest.fixture
def year(committees):
    return reporting_year(template="huddinge-2")


@pytest.fixture
def report(year, committees):
    return year.reports.get(committee=committees["Grundskola"])


@pytest.fixture
def summary(year):
    return year.reports.get(level="municipality")


def section(report, code):
    return reverse("reports:section", args=[report.pk, code])


def answers(client, parse, report, code, value, comment=""):
    """Answer all questions of a section with the same."""
    page = parse(client.get(section(report, code)))
    form = page.select_one("form:has([name^=value-])")
    sent = {
        each["name"]: each.get("value", "") for each in form.select("[type=hidden]")
    }
    for each in form.select("[name^=value-]"):
        sent[each["name"]] = value
    for each in form.select("[name^=comment-]"):
        sent[each["name"]] = comment
    return client.post(section(report, code), sent)


BLOCKS = [
    "Bedömning och utvärdering av föregående års åtgärder",
    "Arbetsskador och tillbud",
    "Sjukfrånvaro",
    "Personalomsättning",
    "Övertid och mertid",
    "Arbetsplatsträffar och samverkan",
    "Arbetsmiljöronder/Arbetsmiljöarbete",
    "Företagshälsovård",
    "Aktiva åtgärder (Diskrimineringslagen)",
    "Arbetet med resultatet av medarbetarenkäten",
    "Inspektioner från Arbetsmiljöverket",
    "Vidarefördelning av arbetsmiljöuppgifter och certifiering",
    "Utvalda risker och åtgärder som rapporteras vidare",
]


def test_h1_template_has_the_thirteen_blocks_in_their_order_with_their_questions(
    as_user, parse, hr
):
    load_all()
    client = as_user(hr)
    for template in ReportTemplate.objects.filter(code="huddinge"):
        page = words(parse, client.get(reverse("reports:template", args=[template.pk])))
        places = [page.find(title) for title in BLOCKS]
        assert -1 not in places
        assert places == sorted(places)
        assert "Har skyddsombud medverkat" in page


def test_h1_questions_are_answered_with_yes_no_or_partly(as_user, parse, hr, report):
    client = as_user(hr)
    form = parse(client.get(section(report, "rounds-questions")))

    values = {each["value"] for each in form.select("[name^=value-]") if each["value"]}

    assert {"yes", "no", "partly"} <= values
    answers(client, parse, report, "rounds-questions", "partly", "In the spring")
    assert report.answers.filter(value="partly").exists()


def test_h2_administration_answers_for_two_committees_of_nine(
    as_user, parse, hr, education, year
):
    writer = UserFactory(name="Education's HR")
    roles.appoint(writer, Role.HR, education)

    page = main(parse, as_user(writer).get(reverse("reports:list")))
    mine = {link["href"] for link in page.select("a[href]")}
    reports = year.reports.filter(level="committee")
    own = {
        each.get_absolute_url()
        for each in reports
        if each.committee.name in ("Forskolanamnden", "Grundskolanamnden")
    }
    others = {each.get_absolute_url() for each in reports} - own
    assert own <= mine
    assert not others & mine
    assert len(own | others) == 9

    page = words(parse, as_user(hr).get(reverse("reports:list")))
    for name in NINE:
        assert f"{name}namnden" in page


def test_h3_summary_says_yes_for_all_and_names_the_one_that_deviates(
    as_user, parse, hr, year, summary
):
    client = as_user(hr)
    for each in year.reports.filter(level="committee").select_related("committee"):
        answers(client, parse, each, "rounds-questions", "yes")
        is_one = each.committee.name == "Socialnamnden"
        value = "no" if is_one else "yes"
        answers(client, parse, each, "allocation-questions", value)
        client.post(reverse("reports:act", args=[each.pk, "submit"]))
        client.post(reverse("reports:act", args=[each.pk, "approve"]))

    rounds = words(parse, client.get(section(summary, "rounds-questions")))
    allocation = words(parse, client.get(section(summary, "allocation-questions")))

    assert proposed(rounds, "Har skyddsombud medverkat?") == "Yes"
    assert proposed(allocation, "skriftlig vidarefördelning?") == "No"
    assert "Socialnamnden No" in allocation
    assert "namnden No" not in rounds


def proposed(page, question):
    """What the summary proposes to answer."""
    return page.partition(question)[2].partition("Proposed: ")[2].split()[0]


def test_h3_one_partly_among_those_who_say_yes_gives_partly(
    as_user, parse, hr, year, summary
):
    client = as_user(hr)
    for number, each in enumerate(year.reports.filter(level="committee")):
        value = "yes" if number else "partly"
        answers(client, parse, each, "allocation-questions", value)
        client.post(reverse("reports:act", args=[each.pk, "submit"]))

    page = words(parse, client.get(section(summary, "allocation-questions")))

    assert proposed(page, "skriftlig vidarefördelning?") == "Partly"


def test_h4_table_tells_year_before_and_difference_as_they_are_rounded(
    as_user, parse, hr, settings, committees
):
    settings.LANGUAGE_CODE = "sv"
    school = committees["Grundskola"]
    figures(school, years=[2023], sick_hours_short=31.55, sick_hours_long=45.6)
    figures(school, years=[2022], sick_hours_short=38, sick_hours_long=47)
    report = reporting_year(template="huddinge-2").reports.get(committee=school)

    page = main(parse, as_user(hr).get(report.get_absolute_url()))

    shown = [
        [cell.get_text(strip=True).replace("−", "-") for cell in row.select("td")][:3]
        for row in page.select("tbody tr")
    ]
    assert ["7,7", "8,5", "-0,8"] in shown
    # 3,2 and 4,6 are not made to be 7,8.
    assert ["4,6", "4,7", "-0,1"] in shown
    assert ["3,2", "3,8", "-0,6"] in shown


def test_h5_closed_events_count_in_the_year_of_closing(as_user, parse, hr, committees):
    unit = committees["Grundskola"].units.get()
    for reported, closed in [
        (at(2022, 5, 2), at(2023, 2, 1)),
        (at(2022, 6, 2), at(2023, 3, 1)),
        (at(2023, 5, 2), at(2023, 6, 1)),
        (at(2023, 6, 2), None),
        (at(2022, 7, 2), at(2022, 9, 1)),
    ]:
        IncidentFactory(
            unit=unit,
            kind="accident",
            reported_at=reported,
            occurred_on=reported.date(),
            **({"closed_at": closed, "closed": True} if closed else {}),
        )
    figures(committees["Grundskola"])
    report = reporting_year(template="huddinge-2").reports.get(
        committee=committees["Grundskola"]
    )

    page = main(parse, as_user(hr).get(report.get_absolute_url()))

    closed = next(
        row
        for row in page.select("tbody tr")
        if row.th and "klarmarkerade" in row.th.text
    )
    assert [cell.get_text(strip=True) for cell in closed.select("td")][:2] == ["3", "1"]


@pytest.fixture
def delivered(committees):
    """All figures, and an event each year, so that reports can be approved."""
    for each in committees.values():
        deliver(each)


def deliver(committee):
    figures(committee)
    for moment in (at(2022, 5, 2), at(2023, 5, 2)):
        IncidentFactory(
            unit=committee.units.get(),
            kind="accident",
            reported_at=moment,
            occurred_on=moment.date(),
        )


def test_h6_overview_says_of_how_many_committees_it_is_noted_that_they_are_informed(
    as_user, parse, hr, delivered, year
):
    client = as_user(hr)
    overview = reverse("reports:progress", args=[year.pk])
    reports = list(year.reports.filter(level="committee"))
    for number, each in enumerate(reports):
        shown = words(parse, client.get(overview))
        assert f"Of {number} of 9 the meeting is informed." in shown
        client.post(reverse("reports:act", args=[each.pk, "submit"]))
        client.post(reverse("reports:act", args=[each.pk, "approve"]))
        noted = {"presented_on": "2024-09-18", "paragraph": "§ 74"}
        client.post(reverse("reports:act", args=[each.pk, "present"]), noted)

    assert "Of 9 of 9 the meeting is informed." in words(parse, client.get(overview))
    shown = words(parse, client.get(reports[0].get_absolute_url()))
    assert "74" in shown
    assert "18" in shown


@pytest.fixture
def lift(committees):
    def lift(matter, on, *, committee="Grundskola", theme="premises"):
        to = committees[committee]
        unit = to.units.get()
        risk = Risk.objects.bring_up(
            unit=unit,
            by=UserFactory(),
            description=matter,
            likelihood=4,
            consequence=4,
        )
        risk.add_measure(
            by=UserFactory(),
            activity=f"Measure against {matter}",
            responsible=UserFactory(),
            due_on=on,
        )
        return Escalation.objects.lift(
            by=UserFactory(),
            from_unit=unit,
            committee=to,
            matter=matter,
            sent_on=on,
            theme=theme,
            lacks="money",
            reason="Too dear",
            risk=risk,
        )

    return lift


def test_h7_lifted_risks_have_theme_and_measures_and_their_outcome_the_year_after(
    as_user, parse, hr, lift, report, summary
):
    lift("Worn out staff", date(2023, 4, 1), theme="exhaustion")
    answered = lift("Mould in the hall", date(2022, 4, 1))
    answered.reply(
        by=UserFactory(),
        decision="granted",
        answer="A new roof is paid for.",
        answered_on=date(2022, 5, 1),
        paragraph="§ 7",
    )
    lift("Threats at the desk", date(2022, 4, 1), committee="Social", theme="violence")
    client = as_user(hr)

    page = words(parse, client.get(report.get_absolute_url()))
    assert "Worn out staff" in page
    assert "Work-related exhaustion" in page
    assert "Measure against Worn out staff" in page
    assert "Mould in the hall" in page
    assert "A new roof is paid for." in page
    assert page.index("Mould in the hall") < page.index("Worn out staff")
    whole = words(parse, client.get(summary.get_absolute_url()))
    assert "Threats at the desk" in whole
    assert "Socialnamnden" in whole


def test_h8_frozen_report_is_a_tagged_document_with_the_chart_of_the_screen(
    as_user, parse, hr, committees
):
    school = committees["Grundskola"]
    deliver(school)
    report = reporting_year(template="huddinge-2").reports.get(committee=school)
    client = as_user(hr)
    client.post(reverse("reports:act", args=[report.pk, "submit"]))
    client.post(reverse("reports:act", args=[report.pk, "approve"]))
    report = Report.objects.get(pk=report.pk)
    assert report.is_frozen

    page = main(parse, client.get(report.get_absolute_url()))
    charts = [
        " ".join(each.get_text(" ", strip=True).split())
        for each in page.select("figure figcaption")
    ]
    html = pdf.html_of(report.approved_snapshot)
    made = pdf.render(report.approved_snapshot)

    assert charts
    for words_of_chart in charts:
        assert words_of_chart in " ".join(unescape(html).split())
    found = [each for each in faults(made) if not each.startswith("FIG-012")]
    assert found == []
    assert PdfReader(BytesIO(made)).trailer["/Root"]["/MarkInfo"]["/Marked"]
