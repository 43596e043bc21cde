"""What is sent to a body's mailbox."""

import pytest
from django.db import DatabaseError, transaction

from mailing.models import Message
from meetings import mailbox
from meetings.models import Link, MailboxMatter
from sam.dates import today
from tests.factories import MeasureFactory, UserFactory
from tests.meetings.factories import BodyFactory, MeetingFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def secretary():
    return UserFactory(name="Secretary")


@pytest.fixture
def committee(school, secretary):
    return BodyFactory(unit=school, secretary=secretary)


def send(committee, teacher, **what):
    what = {"subject": "Noise", "text": "Since March.", "unit": committee.unit} | what
    return mailbox.send(committee, by=teacher, **what)


def test_matters_are_numbered_within_the_body_and_year(committee, teacher, school):
    other = BodyFactory(unit=school)

    references = [
        send(each, teacher).reference for each in [committee, committee, other]
    ]

    year = today().year
    assert references == [f"{year}-1", f"{year}-2", f"{year}-1"]


def test_sending_gives_a_receipt_and_tells_the_secretary(committee, teacher, secretary):
    send(committee, teacher)

    told = {each.recipient: each.subject for each in Message.objects.all()}
    assert told == {
        teacher: "Your matter has been received",
        secretary: "A matter has come to a mailbox that you look after",
    }


def test_same_form_sent_twice_is_one_matter(committee, teacher):
    key = "5f0c8e5e-7d4c-4b51-a7d5-3a4a8f0a7d11"

    send(committee, teacher, form_key=key)
    send(committee, teacher, form_key=key)

    assert MailboxMatter.objects.count() == 1


def test_link_leads_to_the_record(committee, teacher):
    measure = MeasureFactory()

    matter = send(committee, teacher, link=Link.to(measure, "A measure"))

    assert matter.link_url == measure.get_absolute_url()
    assert matter.link.label == "A measure"


def test_link_to_no_page_is_refused(committee, teacher):
    with pytest.raises(ValueError, match="No page"):
        send(committee, teacher, link=Link("meetings:nowhere", "1", "Nothing"))


def test_nobody_removes_a_matter(committee, teacher):
    matter = send(committee, teacher)

    with pytest.raises(DatabaseError), transaction.atomic():
        matter.delete()

    assert MailboxMatter.objects.get() == matter


def test_matter_becomes_a_case_of_the_meeting(committee, teacher, secretary):
    meeting = MeetingFactory(body=committee)
    matter = send(committee, teacher)

    item = matter.put_on_agenda(by=secretary, meeting=meeting)

    assert (item.title, item.background) == ("Noise", "Since March.")
    assert matter.item == item
    assert matter.status == MailboxMatter.Status.ON_AGENDA


def test_only_sender_and_leaders_see_it(committee, teacher, secretary, head_teacher):
    matter = send(committee, teacher)

    seen = [
        MailboxMatter.objects.visible_to(each).filter(pk=matter.pk).exists()
        for each in [teacher, secretary, head_teacher, UserFactory()]
    ]

    assert seen == [True, True, False, False]
