"""All about one person is found, others are masked, and nothing goes out unread."""

import json
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from incidents.models import Incident, Reading, Remark
from operations import unfinished
from privacy import gathering, packing, tasks
from privacy.answering import order_extract
from privacy.forms.review import PassageForm, WordsForm
from privacy.models import DataRequest, Extract
from retention.models import Item as Sealed
from sam.dates import today
from sam.workflow import InvalidTransition
from talks.models import EarlySupport
from tests.documents import faults
from tests.factories import IncidentFactory, MeasureFactory, UserFactory
from tests.privacy.world import data_request, gathered
from tests.retention import world as retention_world

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def siv(school):
    return UserFactory(name="Siv Öman", email="siv.oman@example.org", unit=school)


def gather(request):
    order_extract(request)
    gathering.gather(request.pk)
    return Extract.objects.get(request=request)


def texts(extract):
    return {
        "".join(text or f"[{mask}]" for text, mask in packing.given_pieces(passage))
        for passage in extract.passages
    }


def read_all(request, by):
    request.extract.passages.to_review().mark_reviewed(by=by)


def unpacked(request):
    """The text of the document, and the data."""
    with ZipFile(BytesIO(packing.pack(request, "en"))) as files:
        pdf = files.read("extract.pdf")
        named = files.namelist()
        data = json.loads(files.read("extract.json")) if len(named) > 1 else None
    pages = PdfReader(BytesIO(pdf)).pages
    return " ".join(page.extract_text() for page in pages), data, pdf


def test_what_the_person_reported_goes_along_with_its_parts_and_others_masked(
    siv, hr, school, head_teacher
):
    bo = UserFactory(name="Bo Ek", email="bo.ek@example.org", phone="070-123 45 67")
    incident = IncidentFactory(
        unit=school,
        reported_by=siv,
        responsible=head_teacher,
        description="Siv Öman saw Bo Ek fall. Ring Bo on 070-123 45 67.",
    )
    Remark.objects.create(
        incident=incident,
        by=bo,
        is_from_reporter=False,
        text="Eks fot?",
        form_key=bo.pk,
    )
    Reading.objects.create(incident=incident, by=bo)

    extract = gather(data_request(hr, person=siv))

    given = texts(extract)
    masked = next(text for text in given if "saw" in text)
    who = masked.split("saw [")[1].split("]")[0]
    assert masked == f"Siv Öman saw [{who}] fall. Ring [{who}] on [telephone number]."
    # The same person has the same letter everywhere, also in the genitive.
    assert f"[{who}]s fot?" in given
    # Who has read it is about the reader.
    assert not extract.items.filter(model="incidents.Reading").exists()


def test_earlier_wording_and_removed_records_are_found(siv, hr, school):
    changed = IncidentFactory(unit=school, reported_by=siv, description="First words.")
    Incident.objects.filter(pk=changed.pk).update(description="Second words.")
    removed = IncidentFactory(unit=school, reported_by=siv, description="Gone by now.")
    removed.delete()

    extract = gather(data_request(hr, person=siv))

    assert {"First words.", "Second words.", "Gone by now."} <= texts(extract)
    assert extract.passages.filter(label="What happened, earlier").exists()
    assert extract.items.filter(heading="Removed: incident").exists()


def test_free_text_that_names_the_person_is_found_without_the_rest(siv, hr, school):
    IncidentFactory(
        unit=school, description="It was Siv Ömans box.", place="In the hall"
    )
    IncidentFactory(unit=school, description="Nobody is named.")

    extract = gather(data_request(hr, person=siv))

    named = extract.items.filter(model="incidents.Incident")
    assert [item.parts for item in named] == [["named"]]
    assert [str(each.text) for each in named[0].passages.all()] == [
        "It was Siv Ömans box."
    ]


def test_what_the_person_only_did_is_told_in_numbers(siv, hr):
    MeasureFactory.create_batch(3, responsible=siv, activity="About somebody else")

    extract = gather(data_request(hr, person=siv))

    done = extract.items.get(model="actionplans.Measure", parts=["responsible"])
    assert ["Number", "3"] in done.facts
    assert "About somebody else" not in texts(extract)


def test_somebody_without_an_account_is_found_by_name_and_address(hr, school):
    IncidentFactory(
        unit=school,
        reported_by=None,
        reporter_name="Ivar Lund",
        reporter_email="ivar@example.net",
        description="I slipped.",
    )
    request = data_request(hr, name="ivar lund", email="Ivar@example.net")

    assert "I slipped." in texts(gather(request))


def test_delicate_records_about_the_person_are_found(siv, hr, head_teacher):
    EarlySupport.objects.begin(
        by=head_teacher,
        employee=siv,
        reason="own_wish",
        hr_contact=hr,
        step="talk",
        due_on=timezone.localdate(),
    )

    extract = gather(data_request(hr, person=siv))

    support = extract.items.get(model="talks.EarlySupport")
    assert ["Reason", "The employee has asked for it"] in support.facts
    people = {each.text for each in support.passages.all() if each.masked}
    assert people == {str(head_teacher), str(hr)}


def test_what_was_destroyed_and_can_be_restored_is_told_unopened_until_it_is_gone(
    siv, hr, school, archivist
):
    until = today() + timedelta(days=12)
    run = retention_world.run(
        by=archivist,
        status="restorable",
        confirmed_by=archivist,
        restorable_until=until,
    )
    said = {"run": run, "rule": retention_world.rule(by=archivist), "unit": school}
    said |= {"kind": "near_misses", "status": "gone"}
    said |= {"first_on": today(), "last_on": today()}
    for persons in ([siv.pk, hr.pk], [siv.pk], [hr.pk]):
        Sealed.objects.create(persons=persons, **said)
    request = data_request(hr, person=siv)

    def told(extract):
        rows = extract.items.filter(
            facts__contains=[["Can be restored until", str(until)]]
        )
        return [(row.model, dict(row.facts)["Number"]) for row in rows]

    assert sorted(told(gather(request))) == [
        ("incidents.Incident", "2"),
        ("retention.Item", "1"),
    ]
    text, data, _pdf = unpacked(DataRequest.objects.get(pk=request.pk))
    assert "can still be restored: Near misses" in " ".join(text.split())
    assert str(until) in json.dumps(data)
    nobody = gather(data_request(hr, name="Ivar Lund"))
    assert told(nobody) == [("retention.Item", "3")]
    Sealed.objects.update(status="for_good", persons=[])
    assert told(gather(request)) == []


def test_nothing_goes_out_before_each_text_is_read(siv, hr, school):
    IncidentFactory(unit=school, reported_by=siv)
    request = data_request(hr, person=siv)

    with pytest.raises(InvalidTransition):
        request.answer_with(by=hr, answer="Here")
    gather(request)
    request = DataRequest.objects.get(pk=request.pk)
    with pytest.raises(InvalidTransition):
        request.answer_with(by=hr, answer="Here")
    read_all(request, hr)
    request.answer_with(by=hr, answer="Here")

    assert request.lies_ready


def test_document_and_data_have_nothing_that_is_masked(siv, hr, school):
    UserFactory(name="Bo Ek")
    IncidentFactory(unit=school, reported_by=siv, description="Bo Ek hit Siv Öman.")
    request = data_request(hr, person=siv)
    gather(request)

    text, data, pdf = unpacked(DataRequest.objects.get(pk=request.pk))

    told = json.dumps(data, ensure_ascii=False)
    for said in (text, told):
        assert "hit Siv Öman." in said
        assert "Bo Ek" not in said
    assert faults(pdf) == []
    again = DataRequest.objects.get(pk=request.pk)
    assert packing.pack(again, "en") == packing.pack(again, "en")


def test_withheld_record_is_left_out_and_told_with_its_reason(siv, hr, school):
    IncidentFactory(unit=school, reported_by=siv, description="Under inquiry.")
    request = data_request(hr, person=siv)
    extract = gather(request)
    extract.items.get(model="incidents.Incident").withhold(
        by=hr, reason="investigation"
    )

    text, data, _pdf = unpacked(DataRequest.objects.get(pk=request.pk))

    assert "Under inquiry." not in text + json.dumps(data)
    assert "1 record is withheld: an investigation that is going on." in " ".join(
        text.split()
    )


def test_protected_persons_name_is_for_the_person_alone(siv, hr, school, as_user):
    IncidentFactory(unit=school, reported_by=siv, description="I, Siv Öman, fell.")
    siv.is_protected = True
    siv.save()
    siv.refresh_from_db()
    request = data_request(hr, person=siv)
    extract = gather(request)
    client = as_user(hr)

    page = client.get(f"/privacy/requests/{request.pk}/review/?show=all")
    document = client.get(f"/privacy/requests/{request.pk}/document/")

    assert "Siv" not in page.content.decode()
    assert "Öman" not in page.content.decode()
    assert "fell." in page.content.decode()
    read_all(request, hr)
    assert document.status_code == 404
    text, data, _pdf = unpacked(DataRequest.objects.get(pk=request.pk))
    assert "I, Siv Öman, fell." in texts(extract)
    assert "siv.oman@example.org" in json.dumps(data)
    assert "Siv Öman" in text


def test_other_protected_persons_are_masked_and_nobody_can_show_them(
    siv, hr, school, as_user
):
    eva = UserFactory(name="Eva Hemlig", unit=school)
    IncidentFactory(unit=school, reported_by=siv, description="Eva Hemlig cried.")
    eva.is_protected = True
    eva.save()
    request = data_request(hr, person=siv)
    extract = gather(request)
    passage = extract.passages.get(text="Eva Hemlig cried.")
    client = as_user(hr)

    page = client.get(f"/privacy/requests/{request.pk}/review/")
    client.post(f"/privacy/texts/{passage.pk}/", {"shown": "0", "why": "I want it"})

    assert "Hemlig" not in page.content.decode()
    assert "Eva Hemlig cried." not in texts(extract)


def test_public_document_has_officials_by_name_and_the_rest_in_black(hr, school):
    IncidentFactory(
        unit=school,
        responsible=UserFactory(name="Rektor Alm"),
        reported_by=UserFactory(name="Siv Öman"),
        description="Siv Öman fell over Kim.",
    )
    incident = Incident.objects.get()
    request = data_request(hr, kind="public")
    order_extract(request, chosen=[["incidents.Incident", str(incident.pk)]])
    gathering.gather(request.pk)
    extract = Extract.objects.get(request=request)
    passage = extract.passages.get(label="What happened")
    form = PassageForm(passage, {"words": "kim"})
    assert form.is_valid()
    form.carry_out(by=hr)

    text, data, pdf = unpacked(DataRequest.objects.get(pk=request.pk))

    assert "Rektor Alm" in text
    assert "fell over" in text
    assert "Siv" not in text
    assert "Kim" not in text
    assert data is None
    assert b"Kim" not in pdf
    assert faults(pdf) == []


def test_handling_out_is_logged_without_retelling(siv, hr, school):
    IncidentFactory(unit=school, reported_by=siv, description="070-123 45 67")
    request = data_request(hr, person=siv)
    gather(request)
    request = DataRequest.objects.get(pk=request.pk)

    handout = packing.hand_out(request, b"zip", by=hr)

    assert handout.masked >= 1
    assert len(handout.fingerprint) == 64


def test_copy_is_erased_when_it_has_no_use_any_more(siv, hr, school):
    IncidentFactory(unit=school, reported_by=siv)
    request = data_request(hr, person=siv)
    gather(request)
    request = DataRequest.objects.get(pk=request.pk)
    read_all(request, hr)
    request.answer_with(by=hr, answer="")
    assert not DataRequest.objects.to_erase().exists()
    long_ago = timezone.now() - timedelta(days=31)
    DataRequest.objects.update(closed_at=long_ago)

    for each in DataRequest.objects.to_erase():
        each.extract.erase()

    extract = Extract.objects.get()
    assert (extract.items.count(), extract.letters) == (0, [])
    assert not DataRequest.objects.to_erase().exists()


def test_database_lets_nobody_handle_their_own_request(siv, hr):
    request = DataRequest.objects.register(by=hr, kind="access", person=hr)

    with pytest.raises(IntegrityError), transaction.atomic():
        DataRequest.objects.filter(pk=request.pk).update(handler=hr)


def test_gathering_twice_makes_one_extract(siv, hr, school):
    IncidentFactory(unit=school, reported_by=siv)
    request = data_request(hr, person=siv)
    extract = gather(request)
    number = extract.items.count()

    gathering.gather(request.pk)

    assert Extract.objects.get().items.count() == number


def test_what_a_worker_has_left_is_ordered_anew_and_gathered(
    siv, hr, school, monkeypatch
):
    IncidentFactory(unit=school, reported_by=siv)
    request = data_request(hr, person=siv)
    order_extract(request)
    two_minutes_ago = timezone.now() - timedelta(minutes=2)
    Extract.objects.update(status="gathering", begun_at=two_minutes_ago)
    monkeypatch.setattr(tasks.gather, "delay", lambda pk, _lang: gathering.gather(pk))

    unfinished.take_up(timezone.now())

    extract = Extract.objects.get()
    assert extract.is_gathered
    assert extract.items.exists()


def test_records_chosen_while_others_are_gathered_are_not_lost(hr, school, monkeypatch):
    first, second = IncidentFactory.create_batch(2, unit=school)
    request = data_request(hr, kind="public")
    chosen = [[first._meta.label, str(first.pk)]]
    order_extract(request, chosen=chosen)
    take = gathering._Public._take_chosen

    def take_slowly(gatherer, label, pk):
        take(gatherer, label, pk)
        if len(Extract.objects.get().chosen) == 1:
            more = [*chosen, [second._meta.label, str(second.pk)]]
            order_extract(request, chosen=more)

    monkeypatch.setattr(gathering._Public, "_take_chosen", take_slowly)
    gathering.gather(request.pk)

    extract = Extract.objects.get()
    assert extract.is_gathered
    told = set(extract.items.values_list("object_id", flat=True))
    assert {str(first.pk), str(second.pk)} <= told


@pytest.mark.parametrize(
    "record", ["incidents.Incident x", "incidents.Incident 7", "organisation.User 1"]
)
def test_record_that_is_made_up_is_not_found(hr, as_user, record):
    request = data_request(hr, kind="public")

    path = reverse("privacy:request_records", args=[request.pk])
    answer = as_user(hr).post(path, {"record": record})

    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("typed", "given"),
    [
        ("bo ek", "[person A] called, the caretaker."),
        ("ek called", "[person A][masked], the caretaker."),
        ("Ek", "[person A] called, the caretaker."),
        ("caretaker", "Bo Ek called, the [masked]."),
    ],
)
def test_typed_words_are_masked_whole_also_where_they_were_to_be_shown(
    hr, typed, given
):
    request = data_request(hr, kind="public")
    passage = gathered(request, "Bo Ek called, the caretaker.")
    passage.spans[0] |= {"shown": True, "why": "He agrees"}
    passage.save()

    form = WordsForm(request, {"words": typed})
    assert form.is_valid()
    form.carry_out(by=hr)

    assert form.number == 1
    assert texts(request.extract) == {given}


def test_proposal_that_came_since_the_page_was_made_is_not_shown_for_another(hr):
    passage = gathered(data_request(hr, kind="public"), "Bo Ek saw Al.")
    page = {"shown": "0", "why": "He agrees"}
    passage.spans = [
        {"start": 10, "end": 12, "kind": "person", "letter": "B"},
    ]
    passage.save()

    form = PassageForm(passage, page)

    assert not form.is_valid()


def test_what_is_the_same_is_read_once(siv, hr, school):
    IncidentFactory.create_batch(
        3, unit=school, reported_by=siv, description="Slipped."
    )
    extract = gather(data_request(hr, person=siv))
    one = extract.passages.filter(text="Slipped.").first()
    other = extract.passages.exclude(text="Slipped.").filter(kind="text")

    one.review(by=hr, spans=[{"start": 0, "end": 3, "kind": "typed", "letter": ""}])

    alike = extract.passages.filter(text="Slipped.")
    assert [len(each.masked) for each in alike] == [1, 1, 1]
    assert not alike.filter(reviewed_at=None).exists()
    assert not other.exclude(reviewed_at=None).exists()
