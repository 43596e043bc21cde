"""The pages of duties to notify authorities: worksheet, acts, documents and rules."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from attachments import files
from incidents import confirming, notices, sending, tasks
from incidents.duty import DutyRules
from incidents.models import Details, DutySetting, Incident, Notice
from mailing.models import Message
from organisation.models import Municipality
from sam.dates import today
from tests.factories import IncidentFactory
from tests.working import until

pytestmark = pytest.mark.django_db

RULES = reverse("incidents:duties")
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def serious(school, head_teacher):
    """A serious accident of which the authority is to be told."""
    incident = IncidentFactory(
        unit=school,
        responsible=head_teacher,
        kind="accident",
        severity="serious",
        affected="employee",
        affected_person="Kim Testsson",
        place="The gym",
    )
    notices.raise_for(incident)
    return incident


@pytest.fixture
def confirmations(monkeypatch):
    """The notices whose document a job was asked to make."""
    asked = []
    monkeypatch.setattr(tasks.confirm_notice, "delay_on_commit", asked.append)
    return asked


def page(incident, rule="av"):
    return reverse("incidents:notice", args=[incident.pk, rule])


def act(incident, name, rule="av"):
    return reverse("incidents:notice_act", args=[incident.pk, rule, name])


def told(user, template):
    return Message.objects.filter(recipient=user, about__startswith=f"{template}:")


# On the incident's page


def test_duties_stand_on_the_page_with_what_the_manager_can_do(
    as_user, serious, head_teacher, parse
):
    response = as_user(head_teacher).get(serious.get_absolute_url())

    duty = parse(response).select_one("#duty-av")
    assert duty["data-color"] == "danger"
    assert [link["href"] for link in duty.select(".buttons a")] == [
        page(serious),
        act(serious, "send"),
        act(serious, "waive"),
    ]


def test_late_duty_is_red(as_user, serious, head_teacher, parse):
    Incident.objects.update(known_at=timezone.now() - timedelta(hours=25))

    response = as_user(head_teacher).get(serious.get_absolute_url())

    assert parse(response).select_one("#duty-av")["data-color"] == "danger"


@pytest.mark.parametrize("who", ["safety_representative", "hr"])
def test_representative_and_hr_read_and_do_nothing(
    as_user, serious, request, who, parse
):
    response = as_user(request.getfixturevalue(who)).get(serious.get_absolute_url())

    links = parse(response).select("#duty-av .buttons a")
    assert [link["href"] for link in links] == [page(serious)]


def test_reporter_without_a_role_sees_no_duty(as_user, serious, parse):
    response = as_user(serious.reported_by).get(serious.get_absolute_url())

    assert response.status_code == 200
    assert not parse(response).select(".duty")


def test_duty_no_longer_called_for_says_so(as_user, serious, head_teacher, parse):
    url = serious.get_absolute_url()
    before = parse(as_user(head_teacher).get(url)).select_one("#duty-av strong").text
    serious.severity = "not_serious"
    serious.save()
    notices.raise_for(serious)

    after = parse(as_user(head_teacher).get(url)).select_one("#duty-av strong").text

    assert after != before
    assert Notice.objects.get(rule="av").is_outstanding


def test_danish_page_says_when_short_absence_is_not_notified(
    as_user, school, head_teacher, parse
):
    Municipality.objects.update(country="DK")
    incident = IncidentFactory(unit=school, kind="accident")
    near_miss = IncidentFactory(unit=school)
    client = as_user(head_teacher)

    def hints(incident):
        page = parse(client.get(incident.get_absolute_url()))
        return [each for each in page.select(".ds-alert") if "EASY" in each.text]

    assert (len(hints(incident)), len(hints(near_miss))) == (1, 0)


# The worksheet


def test_worksheet_has_the_authoritys_fields_in_its_order(
    as_user, serious, head_teacher, parse
):
    Details.objects.create(incident=serious, absence="4_14", absence_days=5)
    (rule,) = [r for r in DutyRules().in_force(today()) if r.code == "fk"]

    response = as_user(head_teacher).get(page(serious, "fk"))

    soup = parse(response)
    labels = [dt.text for dt in soup.select(".worksheet dt")]
    assert labels == [field.labels["sv"] for field in rule.fields]
    rows = {
        row.dt.text: row.dd.get_text(strip=True)
        for row in soup.select(".worksheet > div")
    }
    assert rows["Plats"] == "The gym"
    assert rows["Dagar med frånvaro"] == "5"
    assert rows["Vårt ärendenummer"] == str(serious.number)
    assert rows["Personnummer"] == "Sparas inte här. Fråga den skadade."
    assert rows["Kontaktperson"] == f"Head teacher, {head_teacher.email}"


@pytest.mark.parametrize(
    ("who", "sees"), [("head_teacher", True), ("safety_representative", False)]
)
def test_name_of_the_person_is_for_those_who_may_see_persons(
    as_user, serious, request, who, sees
):
    client = as_user(request.getfixturevalue(who))

    response = client.get(page(serious, "fk"))

    assert ("Kim Testsson" in response.content.decode()) == sees
    kept = serious.readings.latest("at").what
    assert kept == ("persons" if sees else "page")


def test_reporter_whom_it_happened_to_is_the_person_affected(
    as_user, serious, head_teacher, parse
):
    Incident.objects.update(affected="self", affected_person="")

    soup = parse(as_user(head_teacher).get(page(serious, "fk")))

    rows = {
        row.dt.text: row.dd.get_text(strip=True)
        for row in soup.select(".worksheet > div")
    }
    assert rows["Den skadades namn"] == str(serious.reported_by)


def test_worksheet_says_when_the_representative_was_told(
    as_user, serious, head_teacher, safety_representative, parse
):
    Message.objects.create(
        recipient=safety_representative,
        about=f"incident_reported:{serious.pk}",
        subject="New",
    )

    soup = parse(as_user(head_teacher).get(page(serious)))

    rows = {
        row.dt.text: row.dd.get_text(strip=True)
        for row in soup.select(".worksheet > div")
    }
    assert rows["Skyddsombud"] == "Safety representative"
    assert str(today().year) in rows["Skyddsombudet underrättat"]


def test_worksheet_shows_what_must_not_be_told(as_user, serious, head_teacher):
    Municipality.objects.update(country="DK")
    Incident.objects.update(kind="death")
    notices.raise_for(Incident.objects.get())

    response = as_user(head_teacher).get(page(serious, "easy"))

    assertContains(response, "Skriv ikke CPR-nummer her. Det udfyldes i EASY.")


def test_unknown_rule_is_not_found(as_user, serious, head_teacher):
    assert as_user(head_teacher).get(page(serious, "nav")).status_code == 404


def test_hr_finds_the_rules_from_a_duty(as_user, serious, hr, head_teacher):
    url = serious.get_absolute_url()

    assertContains(as_user(hr).get(url), RULES)
    assertNotContains(as_user(head_teacher).get(url), RULES)


def test_worksheet_costs_few_queries(
    as_user, serious, head_teacher, safety_representative, django_assert_max_num_queries
):
    client = as_user(head_teacher)
    client.get(page(serious, "fk"))

    # Also the reading that it leaves, and the savepoints of the test's transaction.
    with django_assert_max_num_queries(13 + 2):
        client.get(page(serious, "fk"))


# What is done


def sent(**fields):
    return {"on": str(today()), "time": "00:00", "reference": "2026-17", **fields}


def test_manager_marks_it_as_sent_with_the_receipt(
    as_user, serious, head_teacher, safety_representative, hr
):
    receipt = SimpleUploadedFile("kvitto.pdf", PDF)

    response = as_user(head_teacher).post(act(serious, "send"), sent(receipt=receipt))

    assert response.status_code == 302
    notice = Notice.objects.get(rule="av")
    assert (notice.sent_by, notice.reference) == (head_teacher, "2026-17")
    for person in (safety_representative, hr, serious.reported_by):
        assert told(person, "notice_sent").count() == 1
    assert not told(head_teacher, "notice_sent").exists()


def test_receipt_is_a_download_for_those_who_follow(
    as_user, serious, head_teacher, safety_representative
):
    as_user(head_teacher).post(
        act(serious, "send"), sent(receipt=SimpleUploadedFile("kvitto.pdf", PDF))
    )
    url = reverse("incidents:notice_receipt", args=[serious.pk, "av"])

    response = as_user(safety_representative).get(url)

    assert b"".join(response) == PDF
    assert response["Content-Disposition"] == 'attachment; filename="kvitto.pdf"'
    assert as_user(serious.reported_by).get(url).status_code == 404


def test_receipt_that_is_none_is_refused_and_what_was_typed_stays(
    as_user, serious, head_teacher
):
    program = SimpleUploadedFile("kvitto.pdf", b"MZ\x90\x00\x03")

    response = as_user(head_teacher).post(act(serious, "send"), sent(receipt=program))

    assertContains(response, "2026-17", status_code=422)
    assert Notice.objects.get(rule="av").is_outstanding


def test_time_that_has_not_come_is_refused(as_user, serious, head_teacher):
    tomorrow = str(today() + timedelta(days=1))

    response = as_user(head_teacher).post(act(serious, "send"), sent(on=tomorrow))

    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"on"}


def test_second_of_two_who_press_is_told(as_user, serious, head_teacher):
    client = as_user(head_teacher)
    client.post(act(serious, "send"), sent())

    response = client.post(act(serious, "send"), sent(reference="again"), follow=True)

    assert [message.level_tag for message in response.context["messages"]] == [
        "success",
        "error",
    ]
    assert Notice.objects.get(rule="av").reference == "2026-17"


def test_form_of_what_is_done_already_leads_back(as_user, serious, head_teacher):
    client = as_user(head_teacher)
    client.post(act(serious, "send"), sent())

    assert client.get(act(serious, "send")).status_code == 302


def test_waiving_needs_a_reason(as_user, serious, head_teacher):
    client = as_user(head_teacher)

    refused = client.post(act(serious, "waive"), {"reason": " "})
    done = client.post(act(serious, "waive"), {"reason": "Told by telephone."})

    assert (refused.status_code, done.status_code) == (422, 302)
    notice = Notice.objects.get(rule="av")
    assert (notice.waived_by, notice.waived_because) == (
        head_teacher,
        "Told by telephone.",
    )


def test_three_weeks_without_contact_are_shown_until_contact(
    as_user, serious, head_teacher, parse
):
    notice = Notice.objects.get(rule="av")
    notice.send(by=head_teacher, at=timezone.now() - timedelta(days=22))
    client, url = as_user(head_teacher), serious.get_absolute_url()
    assert parse(client.get(url)).select_one("#duty-av strong")

    client.post(act(serious, "contacted"), {"on": str(today())})

    assert not parse(client.get(url)).select_one("#duty-av strong")


def test_act_without_a_name_is_not_found(as_user, serious, head_teacher):
    assert as_user(head_teacher).get(act(serious, "delete")).status_code == 404


# The written confirmation


@pytest.fixture
def norwegian(serious):
    """The same accident in Norway: said on the telephone, confirmed in writing."""
    Municipality.objects.update(country="NO")
    notices.raise_for(serious)
    return serious


def test_telephone_call_is_confirmed_in_a_document(
    as_user, norwegian, head_teacher, safety_representative, confirmations
):
    as_user(head_teacher).post(act(norwegian, "send", "at"), sent())
    notice = Notice.objects.get(rule="at")
    assert confirmations == [notice.pk]
    assert not told(safety_representative, "notice_sent").exists()

    confirming.confirm(notice.pk)
    confirming.confirm(notice.pk)

    notice.refresh_from_db()
    assert notice.confirmation.content_type == files.PDF
    assert told(safety_representative, "notice_sent").count() == 1
    url = reverse("incidents:notice_confirmation", args=[norwegian.pk, "at"])
    response = as_user(safety_representative).get(url)
    assert b"".join(response).startswith(b"%PDF-")


def test_document_speaks_the_authoritys_language_and_names_nobody_affected(
    norwegian, head_teacher, confirmations, monkeypatch
):
    (duty,) = [each for each in notices.duties_of(norwegian) if each.code == "at"]
    sending.send(duty, by=head_teacher, at=timezone.now())
    made = []
    monkeypatch.setattr(
        confirming.pdf,
        "document",
        lambda template, context, **how: made.append((context, how)) or b"%PDF-",
    )

    confirming.confirm(duty.notice.pk)

    ((context, how),) = made
    assert how["language"] == "nb"
    assert "Kim Testsson" not in {row.value for row in context["rows"]}
    assert "The gym" in {row.value for row in context["rows"]}


@pytest.mark.django_db(transaction=True)
def test_worker_makes_the_document(norwegian, head_teacher, worker):
    (duty,) = [each for each in notices.duties_of(norwegian) if each.code == "at"]

    sending.send(duty, by=head_teacher, at=timezone.now())

    made = Notice.objects.filter(rule="at", confirmation__isnull=False)
    assert until(made.exists)


def test_document_that_a_lost_task_never_made_is_made_later(
    norwegian, head_teacher, confirmations
):
    for duty in notices.duties_of(norwegian):
        if duty.rule.has_confirmation:
            sending.send(duty, by=head_teacher, at=timezone.now())

    unmade = {notice.rule for notice in notices.unconfirmed()}

    assert unmade == {"at", "politi"}


def test_notice_that_is_sent_in_writing_is_not_confirmed_as_well(
    as_user, serious, head_teacher, confirmations
):
    serious.notices.get(rule="av").send(by=head_teacher, at=timezone.now())

    as_user(head_teacher).post(act(serious, "confirm"))

    assert confirmations == []


def test_confirmation_is_written_again_of_what_is_recorded_now(
    as_user, norwegian, head_teacher, confirmations
):
    as_user(head_teacher).post(act(norwegian, "send", "at"), sent())
    notice = Notice.objects.get(rule="at")
    confirming.confirm(notice.pk)
    notice.refresh_from_db()
    first = notice.confirmation_id

    as_user(head_teacher).post(act(norwegian, "confirm", "at"))
    confirming.confirm(notice.pk)

    notice.refresh_from_db()
    assert notice.confirmation_id not in (None, first)
    assert confirmations == [notice.pk, notice.pk]


def test_telephone_number_is_the_one_in_the_settings(
    as_user, norwegian, head_teacher, settings, parse
):
    settings.AUTHORITY_PHONES = {"politi": "012 34"}

    soup = parse(as_user(head_teacher).get(page(norwegian, "politi")))

    assert soup.select_one('a[href="tel:01234"]').text == "012 34"


# The rules


@pytest.fixture
def denmark(municipality):
    Municipality.objects.update(country="DK")


def confirmed(**fields):
    return {
        "rule": "easy",
        "easy-absence_days": 1,
        "easy-days": 9,
        "easy-valid_from": str(today()),
        **fields,
    }


def test_rules_in_force_are_listed(as_user, hr, parse):
    soup = parse(as_user(hr).get(RULES))

    assert [panel.h2["id"] for panel in soup.select("section.panel")] == [
        "rule-av",
        "rule-fk",
    ]


def test_hr_changes_the_rule_that_is_to_be_confirmed(as_user, hr, denmark):
    response = as_user(hr).post(RULES, confirmed())

    assert response.status_code == 302
    setting = DutySetting.objects.get()
    assert (setting.absence_days, setting.days) == (1, 9)
    assert (setting.valid_from, setting.confirmed_by) == (today(), hr)
    (easy,) = [r for r in DutyRules().in_force(today()) if r.code == "easy"]
    assert (easy.absence_days, easy.clock.days) == (1, 9)


def test_changing_it_again_the_same_day_keeps_one_setting(as_user, hr, denmark):
    client = as_user(hr)
    client.post(RULES, confirmed())

    client.post(RULES, confirmed(**{"easy-days": 14}))

    assert DutySetting.objects.get().days == 14


@pytest.mark.parametrize(
    "wrong",
    [
        {"easy-days": "-1"},
        {"easy-days": "366"},
        {"easy-absence_days": ""},
        {"easy-valid_from": "2026-06-30"},
    ],
)
def test_wrong_setting_is_refused(as_user, hr, denmark, wrong):
    response = as_user(hr).post(RULES, confirmed(**wrong))

    assertContains(response, 'value="easy"', status_code=422)
    assert not DutySetting.objects.exists()


def test_rule_that_needs_no_confirming_cannot_be_changed(as_user, hr, denmark):
    assert as_user(hr).post(RULES, confirmed(rule="aes")).status_code == 404


def test_manager_does_not_change_the_rules(as_user, head_teacher, denmark):
    assert as_user(head_teacher).post(RULES, confirmed()).status_code == 403


def test_swedish_rules_ask_for_no_confirming(as_user, hr):
    assertNotContains(as_user(hr).get(RULES), 'name="rule"')
