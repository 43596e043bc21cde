"""Records are kept and destroyed as the municipality has decided, page by page."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from lxml import etree

from incidents.models import Incident
from mailing.models import Message
from retention import certificate, destroying, packaging, warnings
from retention.models import Hold, Item, Package, Rule, Run, Warning
from sam.dates import today
from tests.documents import faults, faults_in_the_archive
from tests.sign_on.conftest import grown_old

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def text_of(response):
    soup = BeautifulSoup(response.content, "html.parser")
    return " ".join(soup.find("main").get_text(" ").split())


def test_r1_a_proposal_destroys_nothing_until_the_archivist_has_decided_it(
    as_user, archivist, old_incident
):
    old_incident()
    client = as_user(archivist)
    page = text_of(client.get("/retention/kinds/near_misses/"))
    assert "Proposal: Destroy the texts, keep the figures after 10 years" in page
    assert "No rule is decided" in page

    said = {
        "action": "destroy",
        "time": 2,
        "unit_of_time": "12",
        "basis": "Plan 12, Archives Act section 10",
        "case_number": "KS 12/3",
        "decided_on": "2026-01-15",
        "decided_by": "The municipal board",
    }
    client.post("/retention/kinds/near_misses/decide/", said)
    page = text_of(client.get("/retention/kinds/near_misses/"))
    assert "Destroy the whole record after 2 years" in page
    assert "Due to be destroyed 1" in page

    client.post("/retention/kinds/near_misses/decide/", said | {"time": 5})
    assert [str(rule.number) for rule in Rule.objects.filter(ended_on=None)] == ["2"]
    assert "Due to be destroyed 0" in text_of(
        client.get("/retention/kinds/near_misses/")
    )


def test_r1b_a_rule_without_a_time_or_of_a_day_to_come_is_refused(as_user, archivist):
    said = {
        "action": "destroy",
        "unit_of_time": "12",
        "basis": "Plan",
        "decided_on": today() + timedelta(days=1),
        "decided_by": "Board",
    }
    response = as_user(archivist).post("/retention/kinds/near_misses/decide/", said)

    assert response.status_code == 422
    assert "Say after how long it is destroyed." in text_of(response)
    assert "The day has not come yet." in text_of(response)
    assert not Rule.objects.exists()


def test_r2_the_manager_is_warned_and_keeps_what_is_needed(
    as_user, head_teacher, old_incident, decided, carried_out, settings
):
    incident = old_incident()
    Warning.objects.all().delete()
    decided("near_misses")

    warnings.warn()
    warnings.warn()

    [told] = Message.objects.filter(path="/retention/soon/")
    assert told.recipient == head_teacher
    assert str(incident.number) not in told.subject + told.body
    client = as_user(head_teacher)
    assert "See what is soon to be destroyed" in text_of(client.get("/"))
    assert f"Incident {incident.number}" in text_of(client.get("/retention/soon/"))
    warning = Warning.objects.get()
    assert warning.due_on == today() + timedelta(days=30)
    keep = f"/retention/soon/{warning.pk}/keep/"
    assert client.post(keep, {"reason": ""}).status_code == 422
    client.post(keep, {"reason": "The insurance company has asked for it."})

    assert Hold.objects.get().record_key == str(incident.pk)
    assert "Nothing is soon to be destroyed" in text_of(client.get("/retention/soon/"))
    settings.RETENTION_WARNED_DAYS = 0
    warnings.warn()
    assert not carried_out("near_misses").items.exists()


def test_r2b_a_manager_who_may_not_see_a_record_is_not_told_that_it_is_there(
    as_user, head_teacher, old_incident, decided
):
    incident = old_incident(barred=[head_teacher.pk], manager_part="involved")
    Warning.objects.update(told_on=today())
    client = as_user(head_teacher)

    assert "Nothing is soon" in text_of(client.get("/retention/soon/"))
    warning = Warning.objects.get(record_key=incident.pk)
    assert client.get(f"/retention/soon/{warning.pk}/keep/").status_code == 404


def test_r3_a_destruction_is_proposed_confirmed_and_restored(
    as_user, archivist, old_incident, decided, django_capture_on_commit_callbacks
):
    incident = old_incident()
    decided("near_misses")
    client = as_user(archivist)
    page = text_of(client.get("/retention/kinds/near_misses/due/"))
    assert f"{incident.number} North school" in page
    assert "Ole fell" not in page
    client.post("/retention/destruction/new/", {"codes": ["near_misses"]})
    run = Run.objects.get()
    confirm = f"/retention/destruction/{run.pk}/confirm/"
    assert client.post(confirm, {"number": 2}).status_code == 422
    assert Incident.objects.exists()

    client.post(confirm, {"number": 1})
    with django_capture_on_commit_callbacks(execute=True):
        destroying.go_on()

    assert not Incident.objects.exists()
    page = text_of(client.get(f"/retention/destruction/{run.pk}/"))
    assert "can be restored until" in page
    item = Item.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/retention/destruction/items/{item.pk}/restore/")
    assert Incident.objects.get() == incident
    asked = {"kind": "near_misses", "name": incident.number}
    page = text_of(client.get("/retention/destruction/log/ask/", asked))
    assert "Yes, it is in the log" in page
    assert page.index("Destroyed") < page.index("Restored")


def test_r3b_an_old_log_in_is_asked_for_again_before_anything_is_destroyed(
    as_user, archivist, old_incident, decided
):
    old_incident()
    decided("near_misses")
    client = as_user(archivist)
    client.post("/retention/destruction/new/", {"codes": ["near_misses"]})
    run = Run.objects.get()

    response = grown_old(client).post(
        f"/retention/destruction/{run.pk}/confirm/", {"number": 1}
    )

    assert "/account/again/" in response["Location"]
    assert Run.objects.get().status == "proposed"


def test_r3c_a_proposal_that_is_called_off_forgets_what_it_covered(
    as_user, archivist, old_incident, decided
):
    old_incident()
    decided("near_misses")
    client = as_user(archivist)
    client.post("/retention/destruction/new/", {"codes": ["near_misses"]})
    run = Run.objects.get()

    client.post(f"/retention/destruction/{run.pk}/call-off/", {"why": "Too early."})

    assert Run.objects.get().status == "cancelled"
    assert not Item.objects.exists()
    assert Incident.objects.exists()


def test_r4_the_certificate_proves_and_can_be_heard(
    archivist, old_incident, decided, carried_out
):
    incident = old_incident()
    decided("near_misses", case_number="KS 12/3")
    run = carried_out("near_misses")

    told = certificate.context_of(run)
    pdf = certificate.pdf_of(run, "sv")

    [line] = told["lines"]
    assert (line["records"], line["files"], line["units"]) == (1, 1, 1)
    assert line["basis"] == "Plan 12 KS 12/3"
    assert str(incident.number) not in str(told)
    assert faults(pdf) == []


def test_r5_a_hold_is_placed_by_number_and_lifted_with_a_reason(
    as_user, archivist, old_incident, decided
):
    incident = old_incident()
    client = as_user(archivist)
    said = {"on": "record", "kind": "near_misses", "reason": "A trial"}
    refused = client.post("/retention/holds/new/", said | {"record": "999999"})
    assert refused.status_code == 422
    assert "There is none with that number." in text_of(refused)

    client.post("/retention/holds/new/", said | {"record": incident.number})

    hold = Hold.objects.get()
    assert hold.record_key == str(incident.pk)
    decided("near_misses")
    page = text_of(client.get("/retention/kinds/near_misses/due/"))
    assert "Under legal hold" in page
    client.post(f"/retention/holds/{hold.pk}/lift/", {"because": "It is settled."})
    assert not Hold.objects.standing().exists()


def test_r6_a_package_fits_its_schema_and_lets_the_record_go_when_it_is_received(
    as_user, archivist, old_incident, decided, carried_out
):
    incident = old_incident(description="Ole fell \x08 & <b>hurt</b> himself.")
    decided("near_misses", after_transfer=True)
    assert not carried_out("near_misses").items.exists()
    client = as_user(archivist)
    first = incident.closed_at.date()
    said = {"kind": "near_misses", "first_on": first, "last_on": today()}
    client.post("/retention/archive/new/", said)
    package = Package.objects.get()

    packaging.make(package)

    answer = client.get(f"/retention/archive/{package.pk}/file/")
    content = ZipFile(BytesIO(b"".join(answer)))
    root = f"sam-{package.pk}"
    names = {name.removeprefix(f"{root}/") for name in content.namelist()}
    assert names == {
        "package.xml",
        "schema/archive.xsd",
        "manifest-sha256.txt",
        "records/000001/record.xml",
        "records/000001/record.pdf",
        "records/000001/files/001.jpg",
    }
    schema = etree.XMLSchema(etree.XML(content.read(f"{root}/schema/archive.xsd")))
    for name in ["package.xml", "records/000001/record.xml"]:
        schema.assertValid(etree.XML(content.read(f"{root}/{name}")))
    assert b"hurt" in content.read(f"{root}/records/000001/record.xml")
    pdf = content.read(f"{root}/records/000001/record.pdf")
    assert faults_in_the_archive(pdf) == []
    assert not carried_out("near_misses").items.exists()
    receipt = {"receipt": "AIP 7", "received_on": today()}
    client.post(f"/retention/archive/{package.pk}/receipt/", receipt)
    assert carried_out("near_misses").items.get().status == "gone"


def test_r7_the_data_protection_officer_reads_rules_runs_and_log_and_no_record(
    as_user, data_protection_officer, old_incident, decided, carried_out
):
    incident = old_incident()
    decided("near_misses")
    run = carried_out("near_misses")
    client = as_user(data_protection_officer)

    for path in ["", "kinds/near_misses/", "holds/", f"destruction/{run.pk}/"]:
        page = text_of(client.get(f"/retention/{path}"))
        assert str(incident.number) not in page.split()
    page = text_of(client.get("/retention/destruction/log/?check=1"))
    assert "1 entry, unbroken" in page
    assert client.get("/retention/kinds/near_misses/due/").status_code == 403
    assert mail.outbox == []
