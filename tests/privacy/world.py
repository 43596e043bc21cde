from django.utils import timezone

from incidents.models import Reading
from privacy.models import DataRequest, Extract, Finding, Item, Passage
from sam.dates import today
from tests.factories import IncidentFactory


def data_request(by, **what):
    """One that HR has registered and taken on."""
    said = {"kind": "access", "identity": "known", **what}
    request = DataRequest.objects.register(by=by, **said)
    request.begin(by=by)
    return request


def gathered(request, text="Bo Ek called.", *, is_read=False):
    """An extract with one record and one text in it."""
    extract = Extract.objects.create(request=request, status="gathered")
    item = Item.objects.create(
        extract=extract,
        position=0,
        purpose="incidents",
        model="incidents.Incident",
        heading="Incident 1",
        parts=["reporter"],
        facts=[["Day", "2026-01-01"]],
    )
    span = {"start": 0, "end": 5, "kind": "person", "letter": "A"}
    return Passage.objects.create(
        item=item,
        position=0,
        label="What happened",
        text=text,
        spans=[span],
        reviewed_at=timezone.now() if is_read else None,
    )


def finding(person, **what):
    now = timezone.now()
    said = {"kind": "night", "day": today(), "first_at": now, "last_at": now}
    return Finding.objects.create(person=person, number=7, **said | what)


def addresses(people, school):
    """A request of the employee's that is gone through, one that is answered, and one for
    a public document; a reading of the manager's about which the officer has asked."""
    hr = people["hr"]
    open_one = data_request(hr, person=people["employee"])
    passage = gathered(open_one)
    answered = data_request(hr, person=people["employee"])
    gathered(answered, is_read=True)
    answered.answer_with(by=hr, answer="")
    public = data_request(hr, kind="public")
    found = finding(people["manager"], question="Why?", asked_by=people["officer"])
    reading = Reading.objects.create(
        incident=IncidentFactory(unit=school), by=people["manager"]
    )
    to_withhold = [passage.item_id]
    open_pages = ["request", "request_gather", "review", "review_words", "review_page"]
    return {
        **{f"privacy:{name}": [open_one.pk] for name in open_pages},
        "privacy:request_act": [open_one.pk],
        "privacy:request_records": [public.pk],
        "privacy:passage": [passage.pk],
        "privacy:item_withhold": to_withhold,
        "privacy:item_give": to_withhold,
        **{
            f"privacy:{name}": [answered.pk]
            for name in ["request_document", "request_letter"]
        },
        "privacy:request_file": [answered.pk],
        "privacy:letter_file": [answered.pk],
        "privacy:own_request": [open_one.pk],
        "privacy:own_withdraw": [open_one.pk],
        "privacy:own_document": [answered.pk],
        "privacy:own_file": [answered.pk],
        "privacy:register_edit": ["incidents"],
        "privacy:reading_choose": ["incidents", reading.pk],
        "privacy:finding": [found.pk],
        "privacy:finding_act": [found.pk],
        "privacy:asked": [found.pk],
        "privacy:month_review": [school.lineage[0]],
    }
