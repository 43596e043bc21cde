import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from attachments.models import Attachment
from incidents.models import Incident
from mailing.models import Message
from organisation.models import Municipality
from sam.dates import today
from tests.factories import IncidentFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db

REPORT = reverse("incidents:report")
UNITS = reverse("organisation:unit_options")


def receipt_url(incident):
    return reverse("incidents:receipt", args=[incident.pk])


# The form


def test_form_knows_workplace_and_day(as_user, teacher, school, parse):
    page = parse(as_user(teacher).get(REPORT))

    chosen = page.select_one("[name=unit][checked]")
    assert chosen["value"] == str(school.pk)
    assert page.select_one("[name=occurred_on]")["value"] == str(today())
    assert UUID(page.select_one("[name=form_key]")["value"])
    assert page.select_one("form[data-draft-key]")["method"] == "post"


def test_form_tells_the_kinds_apart_and_folds_away_the_rare(as_user, teacher, parse):
    page = parse(as_user(teacher).get(REPORT))

    cards = page.select("#id_kind > .option")
    folded = page.select("#id_kind details .option")
    assert [card.input["value"] for card in cards] == [
        "near_miss",
        "accident",
        "violence",
        "risk_observation",
    ]
    assert [card.input["value"] for card in folded] == [
        "victimisation",
        "improvement",
        "commuting_accident",
        "occupational_disease",
        "death",
    ]
    assert all(card.select_one(".option-help").text for card in cards + folded)


def test_form_opens_the_folded_kind_that_was_chosen(as_user, teacher, told, parse):
    told |= {"kind": "death", "description": ""}

    page = parse(as_user(teacher).post(REPORT, told))

    assert page.select_one("#id_kind details").has_attr("open")


def test_form_is_shown_before_the_municipality_is_established(client, db):
    client.force_login(
        UserFactory(unit=None),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )

    assert client.get(REPORT).status_code == 200


def test_page_takes_few_queries(
    as_user, teacher, school, django_assert_max_num_queries
):
    UnitFactory.create_batch(8, parent=school)
    client = as_user(teacher)

    with django_assert_max_num_queries(11):
        client.get(REPORT)


# A report


def test_report_is_saved_and_leads_to_the_receipt(as_user, teacher, school, told):
    response = as_user(teacher).post(REPORT, told)

    incident = Incident.objects.get()
    assert response.url == receipt_url(incident)
    assert incident.reported_by == teacher
    assert incident.unit == school
    assert incident.status == Incident.Status.REPORTED
    assert incident.description == "A ladder fell."


def test_anyone_may_report_for_any_workplace(as_user, teacher, other_school, told):
    told["unit"] = str(other_school.pk)

    as_user(teacher).post(REPORT, told)

    assert Incident.objects.get().unit == other_school


def test_workplace_can_be_named_without_scripts(as_user, teacher, other_school, told):
    told |= {"unit": "", "unit_search": "south"}

    as_user(teacher).post(REPORT, told)

    assert Incident.objects.get().unit == other_school


def test_two_clicks_make_one_incident_and_one_receipt(as_user, teacher, told):
    client = as_user(teacher)

    first = client.post(REPORT, told)
    second = client.post(REPORT, told)

    assert Incident.objects.count() == 1
    assert first.url == second.url


def test_any_text_of_people_is_kept_as_it_is(as_user, teacher, told, parse):
    told["description"] = "Föll i trappan 😵‍💫 <b>halt</b> {{ 1 }} %s ‮"

    response = as_user(teacher).post(REPORT, told, follow=True)

    incident = Incident.objects.get()
    assert incident.description == told["description"]
    page = parse(response.client.get(incident.get_absolute_url()))
    assert told["description"] in page.text


def test_name_of_the_affected_is_kept_when_someone_else_was(as_user, teacher, told):
    told |= {"affected": "employee", "affected_person": "Kim Testsson"}

    as_user(teacher).post(REPORT, told)

    assert Incident.objects.get().affected_person == "Kim Testsson"


def test_name_typed_before_the_choice_was_changed_is_dropped(as_user, teacher, told):
    told |= {"affected": "nobody", "affected_person": "Kim Testsson"}

    as_user(teacher).post(REPORT, told)

    assert Incident.objects.get().affected_person == ""


def test_report_in_a_stranger_s_name_needs_a_login(client, told):
    response = client.post(REPORT, told)

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))
    assert not Incident.objects.exists()


# Which kind it is


@pytest.mark.parametrize(
    ("card", "is_hurt", "kind", "is_violence"),
    [
        ("near_miss", "no", "near_miss", False),
        ("near_miss", "yes", "accident", False),
        ("violence", "no", "near_miss", True),
        ("violence", "yes", "accident", True),
        ("accident", "no", "accident", False),
        ("risk_observation", "yes", "risk_observation", False),
        ("victimisation", "", "victimisation", False),
    ],
)
def test_any_injury_makes_it_an_accident(
    as_user, teacher, told, card, is_hurt, kind, is_violence
):
    as_user(teacher).post(REPORT, told | {"kind": card, "is_hurt": is_hurt})

    incident = Incident.objects.get()
    assert (incident.kind, incident.is_violence) == (kind, is_violence)


@pytest.mark.parametrize("card", ["near_miss", "violence"])
def test_form_asks_whether_anyone_was_hurt(as_user, teacher, told, parse, card):
    told |= {"kind": card, "is_hurt": ""}

    response = as_user(teacher).post(REPORT, told)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["is_hurt"]
    kept = parse(response).select_one("[name=kind][checked]")
    assert kept["value"] == card
    assert not Incident.objects.exists()


def test_language_of_the_form_is_kept_with_the_text(as_user, teacher, told):
    as_user(teacher).post(REPORT, told, headers={"Accept-Language": "en"})

    assert Incident.objects.get().language == "en"


def test_unit_of_employment_is_kept_only_when_it_is_another(
    as_user, teacher, told, school, other_school
):
    client = as_user(teacher)

    client.post(REPORT, told | {"employed_unit": str(other_school.pk)})
    told |= {"form_key": str(uuid4()), "employed_unit": str(school.pk)}
    client.post(REPORT, told)

    employed = Incident.objects.order_by("number").values_list("employed_unit")
    assert [unit for (unit,) in employed] == [other_school.pk, None]


# Wrong input


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", ""),
        ("kind", "sabotage"),
        ("is_hurt", "perhaps"),
        ("employed_unit", "no-uuid"),
        ("manager_part", "boss"),
        ("description", ""),
        ("description", "a" * 100_000),
        ("description", "a\0b"),
        ("unit", ""),
        ("unit", "no-uuid"),
        ("unit", "00000000-0000-0000-0000-000000000000"),
        ("occurred_on", ""),
        ("occurred_on", "yesterday"),
        ("occurred_on", str(today() + timedelta(days=1))),
        ("occurred_time", "25:00"),
        ("place", "a" * 201),
        ("form_key", "1"),
    ],
)
def test_wrong_report_is_refused_with_all_that_was_typed(
    as_user, teacher, told, parse, field, value
):
    told |= {"place": "The kitchen", "description": "A ladder fell.", field: value}

    response = as_user(teacher).post(REPORT, told)

    page = parse(response)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert page.select_one("ds-error-summary")
    assert not Incident.objects.exists()
    if field != "description":
        assert page.select_one("[name=description]").text.strip() == "A ladder fell."
    if field != "place":
        assert page.select_one("[name=place]")["value"] == "The kitchen"


def test_text_of_100_000_characters_comes_back_whole(as_user, teacher, told, parse):
    told["description"] = "å" * 100_000

    page = parse(as_user(teacher).post(REPORT, told))

    text = page.select_one("[name=description]")
    assert text.text.strip() == told["description"]
    assert "maxlength" not in text.attrs, "the browser would cut off what is pasted"


def test_time_later_today_is_refused(as_user, teacher, told, monkeypatch):
    noon = timezone.make_aware(
        timezone.datetime.combine(today(), timezone.datetime.min.time())
    ) + timedelta(hours=12)
    monkeypatch.setattr(timezone, "now", lambda: noon)
    told["occurred_time"] = "12:01"

    response = as_user(teacher).post(REPORT, told)

    assert list(response.context["form"].errors) == ["occurred_time"]


def test_closed_workplace_takes_no_reports(as_user, teacher, other_school, told):
    other_school.closed_on = today()
    other_school.save()
    told["unit"] = str(other_school.pk)

    response = as_user(teacher).post(REPORT, told)

    assert list(response.context["form"].errors) == ["unit"]


# Photos


def test_photos_come_with_the_report(as_user, teacher, told, photo):
    told["photos"] = [photo(), photo()]

    as_user(teacher).post(REPORT, told)

    kept = Incident.objects.get().photos.all()
    assert [each.content_type for each in kept] == ["image/jpeg", "image/jpeg"]
    assert {each.added_by for each in kept} == {teacher}


def test_photos_sent_twice_are_kept_once(as_user, teacher, told, photo):
    client = as_user(teacher)

    client.post(REPORT, told | {"photos": [photo()]})
    client.post(REPORT, told | {"photos": [photo()]})

    kept = Incident.objects.get().photos.get()
    assert Attachment.objects.get() == kept


def test_file_that_is_no_photo_is_refused_and_the_text_kept(
    as_user, teacher, told, photo, parse
):
    wrong = SimpleUploadedFile("virus.jpg", b"MZ", content_type="image/jpeg")
    told["photos"] = [photo(), wrong]

    response = as_user(teacher).post(REPORT, told)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["photos"]
    assert "virus.jpg" in parse(response).select_one("ds-error-summary").text
    typed = parse(response).select_one("[name=description]").text
    assert typed.strip() == "A ladder fell."
    assert not Incident.objects.exists()


def test_too_many_photos_are_refused(as_user, teacher, told, photo):
    told["photos"] = [photo() for _number in range(11)]

    response = as_user(teacher).post(REPORT, told)

    assert list(response.context["form"].errors) == ["photos"]


# The receipt


def test_receipt_tells_number_and_who_reads_it(
    as_user, teacher, told, head_teacher, parse
):
    page = parse(as_user(teacher).post(REPORT, told, follow=True))

    assert str(Incident.objects.get().number) in page.select_one(".lead").text
    assert "Head teacher" in page.select_one(".summary").text
    assert "112" not in re.findall(r"\d+", page.main.text)


def test_receipt_says_that_the_manager_whom_it_concerns_is_not_told(
    as_user, teacher, told, head_teacher, school, head_of_administration, parse
):
    told["manager_part"] = "involved"

    page = parse(as_user(teacher).post(REPORT, told, follow=True))

    assert Incident.objects.get().responsible == head_of_administration
    assert "Chefen som det gäller får inget veta." in page.main.text


@pytest.mark.parametrize(
    "told_too", [{"kind": "accident"}, {"kind": "violence"}, {"kind": "death"}]
)
def test_receipt_asks_first_of_all_whether_someone_is_hurt(
    as_user, teacher, told, parse, told_too
):
    page = parse(as_user(teacher).post(REPORT, told | told_too, follow=True))

    first = page.main.find(["p", "h1"])
    assert "112" in first.text


@pytest.mark.parametrize("reader", ["head_teacher", "safety_representative"])
def test_receipt_is_the_reporter_s_own(as_user, teacher, school, reader, request):
    incident = IncidentFactory(unit=school, reported_by=teacher)
    other = request.getfixturevalue(reader)

    assert as_user(teacher).get(receipt_url(incident)).status_code == 200
    assert as_user(other).get(receipt_url(incident)).status_code == 404


# Searching for the workplace


def test_workplaces_are_found_by_parts_of_the_name(
    as_user, teacher, school, other_school, parse
):
    query = {"field": "unit", "id": "id_unit", "unit_search": "scho north"}

    page = parse(as_user(teacher).get(UNITS, query))

    assert [option["value"] for option in page.select("input")] == [str(school.pk)]


def test_workplaces_that_are_closed_are_not_found(
    as_user, teacher, other_school, parse
):
    other_school.closed_on = today()
    other_school.save()

    page = parse(as_user(teacher).get(UNITS, {"field": "unit", "unit_search": "south"}))

    assert page.select("input") == []


# The whole request


@pytest.mark.django_db(transaction=True)
def test_request_that_fails_at_the_end_sends_and_keeps_nothing(
    as_user, teacher, told, monkeypatch, sent_to_queue, settings
):
    client = as_user(teacher)
    client.raise_request_exception = False

    def fail(*args):
        raise ZeroDivisionError

    monkeypatch.setattr("incidents.views.reporting.redirect", fail)
    response = client.post(REPORT, told)

    assert response.status_code == 500
    assert not Incident.objects.exists()
    assert not Message.objects.exists()
    assert sent_to_queue == []
    monkeypatch.undo()
    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_request_that_succeeds_sends_after_commit(
    as_user, teacher, told, sent_to_queue, head_teacher
):
    as_user(teacher).post(REPORT, told)

    messages = set(Message.objects.values_list("pk", flat=True))
    assert len(messages) == 2
    assert {pk for (pk,) in sent_to_queue} == messages


def test_reporter_without_workplace_chooses_one(as_user, told, school):
    person = UserFactory(unit=None)
    client = as_user(person)

    assert client.get(REPORT).status_code == 200
    assert client.post(REPORT, told).status_code == 302


def test_form_offers_first_what_is_common_in_the_country(
    as_user, teacher, municipality, parse
):
    Municipality.objects.update(country="DK")

    page = parse(as_user(teacher).get(REPORT))

    cards = [card["value"] for card in page.select("#id_kind > .option input")]
    assert cards == ["accident", "near_miss", "violence", "victimisation"]


def test_page_after_an_error_can_be_reloaded(as_user, head_teacher, school):
    incident = IncidentFactory(unit=school)

    response = as_user(head_teacher).get(
        reverse("incidents:act", args=[incident.pk, "start"])
    )

    assert response.url == f"{incident.get_absolute_url()}?act=start#act"
