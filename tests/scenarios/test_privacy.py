"""Requests on personal data and for public documents as people do them, page by page."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse
from pypdf import PdfReader

from mailing.models import Message
from organisation.models import Country, Municipality
from privacy import gathering, letters, packing, register_document
from privacy.models import DataRequest, Handout
from tests.documents import faults
from tests.factories import IncidentFactory, UserFactory
from tests.privacy.world import data_request

pytestmark = pytest.mark.usefixtures("in_english", "own_cache")

REQUESTS, MINE = reverse("privacy:request_list"), reverse("privacy:mine")


def of(request, name, *more):
    return reverse(f"privacy:{name}", args=[request.pk, *more])


def text_of(pdf):
    pages = PdfReader(BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def in_zip(response, name):
    content = b"".join(response)
    with ZipFile(BytesIO(content)) as files:
        return files.read(name)


def test_art15_employee_asks_on_her_own_page_and_fetches_it_when_hr_has_gone_through_it(
    as_user, teacher, hr, school, parse
):
    UserFactory(name="Bo Ek")
    IncidentFactory(unit=school, reported_by=teacher, description="Bo Ek pushed me.")
    client = as_user(teacher)
    client.post(reverse("privacy:own_add"), {"kind": "access"})
    request = DataRequest.objects.get()
    assert Message.objects.filter(recipient=hr).exists()
    gathering.gather(request.pk)
    assert (
        "Somebody goes through it now"
        in client.get(of(request, "own_request")).content.decode()
    )
    assert client.get(of(request, "own_document")).status_code == 404

    client = as_user(hr)
    assert of(request, "request") in client.get(reverse("start")).content.decode()
    client.post(of(request, "request_act", "begin"))
    refused = client.post(of(request, "request_act", "answer"), {"answer": "Here."})
    assert refused.status_code == 422
    page = parse(client.get(of(request, "review")))
    texts = [each["value"] for each in page.select("[name=text]")]
    assert page.select_one(".masked").get_text().startswith("Bo Ek")
    client.post(of(request, "review_page"), {"text": [*texts, "no id"]})
    client.post(of(request, "request_act", "answer"), {"answer": "Here."})

    client = as_user(teacher)
    assert (
        "Fetch the extract" in client.get(of(request, "own_request")).content.decode()
    )
    client.get(of(request, "own_document"))
    packing.make(request.pk, "en")
    answer = client.get(of(request, "own_file"))
    text = text_of(in_zip(answer, "extract.pdf"))
    assert "pushed me." in text
    assert "Bo Ek" not in text
    assert Handout.objects.get().by == teacher
    assert Message.objects.filter(recipient=teacher).count() == 1


def test_art15_letter_is_registered_with_its_day_and_extended_once(as_user, hr):
    client = as_user(hr)
    said = {"kind": "access", "name": "Ivar Lund", "received_on": "2026-01-31"}

    assert (
        client.post(reverse("privacy:request_add"), said | {"name": ""}).status_code
        == 422
    )
    client.post(reverse("privacy:request_add"), said)
    request = DataRequest.objects.get()
    assert request.due_on == date(2026, 2, 28)
    client.post(of(request, "request_act", "begin"), {"identity": "document"})
    client.post(of(request, "request_act", "extend"), {"reason": "Very much."})
    again = client.post(of(request, "request_act", "extend"), {"reason": "More."})

    request.refresh_from_db()
    assert request.due_on == date(2026, 4, 30)
    assert again.status_code == 422
    assert "Late" in client.get(REQUESTS, {"status": "late"}).content.decode()


def test_art16_correction_says_where_it_was_corrected(as_user, teacher, hr):
    as_user(teacher).post(
        reverse("privacy:own_add"), {"kind": "correction", "wish": ""}
    )
    assert not DataRequest.objects.exists()
    as_user(teacher).post(
        reverse("privacy:own_add"), {"kind": "correction", "wish": "Wrong day."}
    )
    request = DataRequest.objects.get()
    client = as_user(hr)
    client.post(of(request, "request_act", "begin"))
    client.post(
        of(request, "request_act", "answer"),
        {"answer": "Now it says Monday.", "corrected_at": "incident 1042"},
    )

    page = as_user(teacher).get(of(request, "own_request")).content.decode()
    assert "Now it says Monday." in page
    assert "incident 1042" in page


@pytest.mark.parametrize(
    ("country", "where"),
    [("SE", "imy.se"), ("NO", "datatilsynet.no"), ("DK", "datatilsynet.dk")],
)
def test_art17_refused_erasure_tells_where_to_complain(
    as_user, teacher, hr, municipality, country, where
):
    Municipality.objects.update(country=Country(country))
    request = DataRequest.objects.register(
        by=teacher, person=teacher, kind="erasure", wish="All", identity="login"
    )
    client = as_user(hr)
    client.post(
        of(request, "request_act", "refuse"), {"answer": "It is to be preserved."}
    )
    letters.make(request.pk, "en")

    page = as_user(teacher).get(of(request, "own_request")).content.decode()
    letter = text_of(b"".join(as_user(hr).get(of(request, "letter_file"))))
    assert where in page
    assert where in letter
    assert "It is to be preserved." in letter


def test_osl_public_document_is_masked_word_by_word_for_somebody_who_says_no_name(
    as_user, archivist, school, parse
):
    incident = IncidentFactory(
        unit=school,
        reported_by=UserFactory(name="Siv Öman"),
        description="Siv Öman was hit by the son of the caretaker.",
    )
    other = IncidentFactory(unit=school)
    client = as_user(archivist)
    client.post(
        reverse("privacy:request_add"), {"kind": "public", "received_on": "2026-01-02"}
    )
    request = DataRequest.objects.get()
    client.post(of(request, "request_act", "begin"))
    records = of(request, "request_records")
    wrong = client.get(records, {"kind": "incidents", "numbers": "x"})
    page = parse(
        client.get(records, {"kind": "incidents", "numbers": str(incident.number)})
    )
    found = [each["value"] for each in page.select("[name=record]")]
    client.post(records, {"record": found})
    gathering.gather(request.pk)
    text = request.extract.passages.get(label="What happened")
    client.post(
        reverse("privacy:passage", args=[text.pk]),
        {"words": "the son of the caretaker"},
    )
    page = parse(client.get(of(request, "review")))
    client.post(
        of(request, "review_page"),
        {"text": [each["value"] for each in page.select("[name=text]")]},
    )
    client.post(of(request, "request_act", "answer"), {"answer": ""})
    packing.make(request.pk, "en")
    pdf = in_zip(client.get(of(request, "request_file")), "extract.pdf")

    assert wrong.status_code == 422
    assert str(other.number) not in "".join(found)
    assert "was hit by" in text_of(pdf)
    for gone in ("Siv", "Öman", "caretaker"):
        assert gone not in text_of(pdf)
    assert faults(pdf) == []
    assert Handout.objects.get().by == archivist


def test_osl_refused_document_names_the_provision_and_how_to_appeal(as_user, hr):
    request = data_request(hr, kind="public")
    client = as_user(hr)
    act = of(request, "request_act", "refuse")

    without = client.post(act, {"answer": "It would harm."})
    client.post(act, {"answer": "It would harm.", "provisions": ["OSL 39:2"]})
    letters.make(request.pk, "en")
    letter = text_of(b"".join(client.get(of(request, "letter_file"))))

    assert without.status_code == 422
    assert "OSL 39:2" in letter
    assert "three weeks" in letter


def test_reviewer_shows_a_name_only_with_a_reason(as_user, hr, teacher, school):
    UserFactory(name="Bo Ek")
    IncidentFactory(unit=school, reported_by=teacher, description="Bo Ek was there.")
    request = data_request(hr, person=teacher)
    client = as_user(hr)
    client.post(of(request, "request_gather"))
    gathering.gather(request.pk)
    text = request.extract.passages.get(text="Bo Ek was there.")
    url = reverse("privacy:passage", args=[text.pk])

    refused = client.post(url, {"shown": "0"}, headers={"HX-Request": "true"})
    client.post(url, {"shown": "0", "why": "He agrees"})

    text.refresh_from_db()
    assert refused.status_code == 422
    assert text.spans[0]["why"] == "He agrees"
    assert text.masked == []
    assert text.reviewed_by == hr
    assert [each.by for each in request.readings.all()] == []


def test_words_are_masked_everywhere_at_once(as_user, hr, teacher, school):
    for words in ("The caretaker came.", "A CARETAKER again, caretakers not."):
        IncidentFactory(unit=school, reported_by=teacher, description=words)
    request = data_request(hr, person=teacher)
    as_user(hr).post(of(request, "request_gather"))
    gathering.gather(request.pk)

    as_user(hr).post(of(request, "review_words"), {"words": "caretaker"})

    masked = request.extract.passages.filter(text__icontains="caretaker")
    assert [len(each.masked) for each in masked] == [1, 1]


def test_art30_register_is_a_page_a_document_and_a_spreadsheet(
    as_user, data_protection_officer, municipality
):
    client = as_user(data_protection_officer)
    edit = reverse("privacy:register_edit", args=["incidents"])
    said = {"text": "Ours", "processors": "", "security": "", "version": "0"}
    client.post(edit, said)
    stale = client.post(edit, said | {"text": "Other"})
    client.post(edit, said | {"text": "Theirs", "version": "0"})

    page = client.get(reverse("privacy:register")).content.decode()
    register_document.make("en")
    pdf = b"".join(client.get(reverse("privacy:register_pdf")))
    sheet = client.get(reverse("privacy:register_file"))

    assert "Events at work" in page
    assert "GDPR art. 9.2 b" in page
    assert stale.status_code in (302, 422)
    assert "Events at work" in text_of(pdf)
    assert faults(pdf) == []
    assert b"".join(sheet)[:2] == b"PK"


def test_officer_sees_that_there_are_requests_and_not_what_is_in_them(
    as_user, data_protection_officer, hr, teacher
):
    request = data_request(hr, person=teacher, wish="My illness")
    client = as_user(data_protection_officer)

    page = client.get(of(request, "request"))

    assert page.status_code == 200
    assert "My illness" not in page.content.decode()
    assert client.get(of(request, "review")).status_code == 403


def test_hr_who_asks_about_herself_is_answered_by_another(as_user, hr, archivist):
    as_user(hr).post(reverse("privacy:own_add"), {"kind": "access"})
    request = DataRequest.objects.get()

    assert as_user(hr).get(of(request, "request")).status_code == 404
    assert as_user(archivist).get(of(request, "request")).status_code == 200
    assert Message.objects.filter(recipient=archivist).exists()
