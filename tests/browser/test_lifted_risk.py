"""A risk that climbs from the school to the committee, and comes back answered."""

import pytest

from actionplans.models import Escalation
from riskassessment.models import Risk
from tests.browsing import overflow, violations

pytestmark = pytest.mark.browser


@pytest.fixture
def risk(committee, school, head_teacher):
    return Risk.objects.bring_up(
        unit=school,
        by=head_teacher,
        description="The stairs are worn",
        likelihood=4,
        consequence=4,
    )


def follow(page, address):
    page.click(f"a[href$='{address}']")
    page.wait_for_url(f"**{address}")


def send(page):
    """The form, which is good: another page follows."""
    here = page.url
    page.click("main form[method=post] button[type=submit]:visible >> nth=-1")
    page.wait_for_url(lambda url: url != here)


def check(page):
    assert violations(page) == []
    assert overflow(page) == 0


def test_risk_climbs_to_the_committee_and_comes_back_answered(
    open_page, risk, head_teacher, head_of_administration
):
    page = open_page(risk.get_absolute_url(), user=head_teacher, width=390)
    follow(page, "/lift/")
    assert page.input_value("[name=matter]") == "The stairs are worn"
    page.check("[name=lacks][value=money]")
    page.select_option("[name=theme]", "premises")
    page.fill("[name=reason]", "New stairs cost more than the school has.")
    check(page)
    send(page)
    assert "Schools" in page.inner_text("#lifted")
    check(page)

    step = Escalation.objects.get()
    page = open_page(step.get_absolute_url(), user=head_of_administration)
    follow(page, "/accept/")
    send(page)
    follow(page, "/pass-on/")
    page.check("[name=to][value=committee-grundskolenamnden]")
    page.fill("[name=reason]", "Beyond our budget")
    check(page)
    send(page)

    at_committee = Escalation.objects.get(previous=step)
    page = open_page(at_committee.get_absolute_url(), user=head_of_administration)
    check(page)
    follow(page, "/answer/")
    page.check("[name=decision][value=granted]")
    page.fill("[name=answer]", "New stairs in May.")
    page.fill("[name=paragraph]", "§ 12")
    check(page)
    send(page)

    page = open_page(risk.get_absolute_url(), user=head_teacher, width=390)
    lifted = page.inner_text("#lifted")
    assert "New stairs in May." in lifted
    assert "§ 12" in lifted
    check(page)
