"""Each kind of document that the program makes can be heard as well as seen."""

import pytest
from django.utils import timezone

from actionplans import plan_document
from actionplans.models import WorkEnvironmentPlan
from incidents import confirming, proof
from incidents.models import Notice
from representatives import confirming as confirming_requests
from representatives.models import RepRequest
from riskassessment import protocol
from sam.dates import today
from tests.documents import faults
from ui import pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def typeset(monkeypatch):
    """The documents that are made meanwhile."""
    documents = []
    typeset = pdf.typeset

    def kept(*arguments, **options):
        documents.append(typeset(*arguments, **options))
        return documents[-1]

    monkeypatch.setattr(pdf, "typeset", kept)
    return documents


def _proof(addresses):
    proof.make(*addresses["incidents:proof"], "sv")


def _confirmation_to_an_authority(addresses):
    notice = Notice.objects.get(incident=addresses["incidents:notice"][0])
    sent = {"sent_at": timezone.now(), "sent_by": notice.incident.reported_by}
    Notice.objects.filter(pk=notice.pk).update(confirmation=None, **sent)
    confirming.confirm(notice.pk)


def _protocol(addresses):
    protocol.make(*addresses["riskassessment:document"], "sv")


def _long_plan(addresses):
    plan = WorkEnvironmentPlan.objects.get(pk=addresses["plans:document"][0])
    manager = plan.created_by
    for number in range(40):
        plan.add_row(
            by=manager,
            activity=f"Activity {number}",
            responsible=manager,
            due_on=today(),
        )
    plan_document.make(plan.pk, "sv", annex=True)


def _confirmation_of_a_request(addresses):
    pk = addresses["representatives:confirmation"][0]
    RepRequest.objects.filter(pk=pk).update(confirmation=None)
    confirming_requests.confirm(pk)


def test_every_document_can_be_heard(addresses, typeset):
    for make in [
        _proof,
        _confirmation_to_an_authority,
        _protocol,
        _long_plan,
        _confirmation_of_a_request,
    ]:
        make(addresses)

    assert [faults(each) for each in typeset] == [[]] * 5
