from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse

from governing import reminding
from governing.models import (
    DocumentVersion,
    GoneThrough,
    GoverningDocument,
    LocalAddition,
    VersionText,
)
from mailing.models import Message
from meetings.models import Meeting
from sam.dates import today
from sam.workflow import InvalidTransition, Stale
from tests.factories import UnitFactory, UserFactory
from tests.governing.factories import decide, decided, document

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def titles(client, **query):
    page = client.get(reverse("governing:document_list"), query).context["page"]
    return [each.title for each in page]


# What is decided never changes


def test_text_of_a_decided_version_is_refused_by_the_database(school):
    policy = decided(school)

    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        VersionText.objects.update(body="Otherwise")

    assert policy.current.texts.get().body == "Nobody shall be hurt."


def test_decided_version_keeps_its_decision_and_is_not_deleted(school):
    version = decided(school).current

    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        DocumentVersion.objects.update(decided_by="Somebody else")
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        version.delete()


def test_version_without_text_is_not_decided(as_user, hr, municipality):
    empty = document(municipality, by=hr, body="")
    said = {
        "decided_by": "The council",
        "decided_on": str(today()),
        "valid_from": str(today()),
        "review_on": str(today() + timedelta(days=30)),
    }

    response = as_user(hr).post(reverse("governing:decide", args=[empty.pk]), said)

    assert response.status_code == 422
    assert "Nothing is written yet." in response.content.decode()
    assert empty.draft.is_draft


def test_version_is_not_decided_while_one_of_its_languages_is_empty(school):
    policy = document(school)
    policy.draft.write(by=policy.owner, language="da", title="Politik")

    with pytest.raises(InvalidTransition, match="Dansk is empty"):
        decide(policy)


def test_it_is_not_reviewed_before_it_holds(as_user, hr, municipality):
    policy = document(municipality, by=hr)
    said = {
        "decided_by": "The council",
        "decided_on": str(today()),
        "valid_from": str(today()),
        "review_on": str(today()),
    }

    response = as_user(hr).post(reverse("governing:decide", args=[policy.pk]), said)

    assert response.status_code == 422


# Two writers


def test_two_who_write_one_text_lose_nothing(as_user, parse, hr, municipality):
    policy = document(municipality, by=hr)
    text = policy.draft.texts.get()
    text.change(by=UserFactory(), version=0, body="The other's words")
    url = reverse("governing:text_edit", args=[policy.pk, "sv"])

    response = as_user(hr).post(
        url, {"title": "Policy", "body": "My words", "version": "0"}
    )

    assert response.status_code == 422
    assert parse(response).select_one("[name=body]").text.strip() == "My words"
    assert "other's" in parse(response).select_one(".conflict").text
    text.refresh_from_db()
    assert text.body == "The other's words"


def test_facts_that_another_has_changed_meanwhile_are_not_written_over(school, hr):
    policy = document(school)
    read_before = GoverningDocument.objects.get(pk=policy.pk)
    policy.change(by=hr, version=0, title="Another")

    with pytest.raises(Stale):
        read_before.change(by=hr, version=0, title="Mine")


def test_text_is_not_written_in_a_version_that_was_decided_meanwhile(school, hr):
    policy = document(school)
    text = policy.draft.texts.get()
    decide(policy)

    with pytest.raises(InvalidTransition):
        text.change(by=hr, version=0, body="Too late")


def test_document_does_not_come_to_lie_under_itself(school, hr):
    above = document(school)
    below = document(school, parent=above)

    with pytest.raises(InvalidTransition):
        above.change(by=hr, version=0, parent=below)
    with pytest.raises(ValidationError):
        GoverningDocument(pk=above.pk, parent=above).full_clean(
            exclude=["unit", "owner", "created_by", "title", "kind"]
        )


# Which version holds


def test_version_holds_from_its_day_and_not_before(school):
    policy = decided(school)
    policy.write_anew(by=policy.owner)
    decide(
        policy,
        valid_from=today() + timedelta(days=5),
        review_on=today() + timedelta(days=500),
    )

    holds = DocumentVersion.objects.in_force().get()
    later = DocumentVersion.objects.in_force(today() + timedelta(days=5)).get()

    assert (holds.number, later.number) == (1, 2)


def test_withdrawn_document_holds_for_nobody_and_is_read_in_its_history(
    as_user, hr, municipality
):
    policy = decided(municipality, by=hr)
    client = as_user(hr)
    client.post(
        reverse("governing:document_withdraw", args=[policy.pk]), {"note": "Replaced"}
    )

    assert titles(client) == []
    assert titles(client, show="withdrawn") == ["Policy"]


# Who sees what


def test_everyone_sees_documents_of_the_own_unit_and_those_above_alone(
    as_user, teacher, school, other_school, municipality
):
    decided(municipality, title="For all")
    decided(school, title="Of ours")
    decided(other_school, title="Of theirs")
    document(school, title="A draft")

    assert titles(as_user(teacher)) == ["For all", "Of ours"]


def test_manager_sees_and_writes_drafts_of_routines_of_the_unit_and_not_policies(
    as_user, head_teacher, school
):
    routine = document(school, title="Our routine", kind="routine")
    policy = document(school, title="A policy")
    client = as_user(head_teacher)

    assert titles(client, show="draft") == ["Our routine"]
    assert client.get(routine.get_absolute_url()).status_code == 200
    assert client.get(policy.get_absolute_url()).status_code == 404


def test_manager_is_told_that_hr_writes_policies(as_user, head_teacher, school):
    said = {
        "title": "A policy",
        "kind": "policy",
        "unit": school.pk,
        "owner": head_teacher.pk,
    }

    response = as_user(head_teacher).post(reverse("governing:document_add"), said)

    assert response.status_code == 422
    assert not GoverningDocument.objects.exists()


# Finding


def test_search_finds_words_by_the_stems_of_their_language(as_user, hr, municipality):
    decided(municipality, by=hr, title="Ett", body="Vi undersöker riskerna på skolan.")
    danish = document(municipality, by=hr, title="Andet", body="")
    text = danish.draft.texts.get()
    text.change(by=hr, version=0, body="Inget")
    danish.draft.write(
        by=hr, language="da", title="Andet", body="Vi taler om arbejdspladserne."
    )
    decide(danish)
    client = as_user(hr)

    assert titles(client, q="risk") == ["Ett"]
    assert titles(client, q="arbejdsplads") == ["Andet"]
    assert titles(client, q="undersökt hund") == []


def test_search_does_not_find_what_stands_in_a_draft_or_an_older_version(
    as_user, hr, municipality
):
    policy = decided(municipality, by=hr, body="Elephants")
    policy.write_anew(by=hr)
    policy.draft.texts.get().change(by=hr, version=0, body="Giraffes")
    before = titles(as_user(hr), q="giraffes"), titles(as_user(hr), q="elephants")
    decide(policy)

    assert before == ([], ["Policy"])
    assert titles(as_user(hr), q="elephants") == []


def test_list_filters_by_kind_and_theme(as_user, hr, municipality):
    decided(municipality, by=hr, title="One", kind="routine", themes=["violence"])
    decided(municipality, by=hr, title="Two", themes=["changes"])
    client = as_user(hr)

    assert titles(client, kind="routine") == ["One"]
    assert titles(client, theme="changes") == ["Two"]


@pytest.mark.parametrize("name", ["document_list", "matrix", "control"])
def test_pages_cost_the_same_for_many_as_for_few(
    as_user, count_queries, hr, municipality, administration, school, head_teacher, name
):
    client, url = as_user(hr), reverse(f"governing:{name}")

    def fill(number):
        for _each in range(number):
            found = decided(municipality, by=hr, is_gone_through=True)
            unit = UnitFactory(parent=administration)
            go_through(found, unit, hr)

    fill(1)
    client.get(url)
    few = count_queries(client, url)
    fill(3)

    assert count_queries(client, url) == few
    assert few <= 12


def test_document_costs_at_most_twelve_queries(
    as_user, count_queries, teacher, hr, municipality
):
    policy = decided(municipality, by=hr, is_gone_through=True, is_read_by_each=True)
    client = as_user(teacher)
    client.get(policy.get_absolute_url())

    assert count_queries(client, policy.get_absolute_url()) <= 12


# Reading


def go_through(document, unit, by, **what):
    said = {"held_on": today(), "present_count": 3, "no_measure_reason": "Fine"} | what
    return GoneThrough.objects.register(
        by=by, document_version=document.current, unit=unit, **said
    )


def test_gone_through_without_measure_or_reason_is_refused(school, hr):
    policy = decided(school)

    with pytest.raises(InvalidTransition):
        go_through(policy, school, hr, no_measure_reason="")
    with pytest.raises(IntegrityError), transaction.atomic():
        GoneThrough.objects.create(
            document_version=policy.current,
            unit=school,
            held_on=today(),
            present_count=3,
            registered_by=hr,
        )


def test_what_is_taken_back_is_to_be_gone_through_again(
    as_user, parse, head_teacher, school
):
    policy = decided(school, is_gone_through=True)
    gone = go_through(policy, school, head_teacher)
    client = as_user(head_teacher)
    url = reverse("governing:gone_through_withdraw", args=[gone.pk])

    client.post(url, {"note": "Wrong day"})

    assert "Go through with the group" in parse(client.get(reverse("start"))).text
    assert client.get(reverse("governing:matrix")).context["totals"][0].done == 0


def test_meeting_says_the_day_on_which_it_was_gone_through(
    as_user, head_teacher, school
):
    policy = decided(school, is_gone_through=True)
    meeting = Meeting.objects.create(
        kind="workplace",
        unit=school,
        meets_on=today() - timedelta(days=4),
        status="held",
        planned_by=head_teacher,
    )
    url = reverse("governing:go_through", args=[policy.pk])
    said = {"meeting": meeting.pk, "present_count": 4, "no_measure_reason": "Fine"}

    as_user(head_teacher).post(url, said)

    gone = GoneThrough.objects.get()
    assert (gone.meeting, gone.held_on) == (meeting, meeting.meets_on)


def test_employee_confirms_once_and_the_manager_sees_who_has_not(
    as_user, parse, teacher, head_teacher, school
):
    routine = decided(school, kind="routine", is_read_by_each=True)
    client = as_user(teacher)
    task = "Read and confirm: Policy"
    assert parse(client.get(reverse("start"))).find("a", string=task)

    for _each in range(2):
        client.post(reverse("governing:confirm", args=[routine.pk]))

    assert parse(client.get(reverse("start"))).find("a", string=task) is None
    page = parse(
        as_user(head_teacher).get(reverse("governing:readers", args=[routine.pk]))
    )
    missing = [
        item.text.split("North")[0].strip() for item in page.select("main ul li")
    ]
    assert missing == ["Head teacher"]
    assert "1 of 2" in page.text


def test_new_version_is_to_be_confirmed_anew(as_user, teacher, school):
    routine = decided(school, kind="routine", is_read_by_each=True)
    as_user(teacher).post(reverse("governing:confirm", args=[routine.pk]))
    routine.write_anew(by=routine.owner)
    decide(routine)

    page = as_user(teacher).get(routine.get_absolute_url())

    assert "I have read and understood it" in page.content.decode()


# Reminders


def test_owner_is_reminded_before_and_when_the_day_of_review_has_come(school):
    for days in (20, -1):
        decide(
            document(school),
            valid_from=today() - timedelta(days=300),
            review_on=today() + timedelta(days=days),
        )

    reminding.remind_all()
    reminding.remind_all()

    told = Message.objects.filter(about__startswith="document_review")
    steps = sorted(each.about.rsplit(":", 1)[1] for each in told)
    assert steps == ["late", "soon"]


def test_readers_who_have_not_confirmed_are_reminded_once_for_each_step(
    school, teacher, head_teacher
):
    routine = decided(school, kind="routine", is_read_by_each=True)
    routine.current.acknowledgements.create(person=head_teacher)

    reminding.remind_all()
    reminding.remind_all()

    told = Message.objects.filter(about__startswith="document_read")
    assert [each.recipient for each in told] == [teacher]


def test_file_goes_along_with_the_text_and_with_the_next_version(
    as_user, hr, municipality
):
    policy = document(municipality, by=hr)
    client = as_user(hr)
    file = SimpleUploadedFile("policy.pdf", b"%PDF-1.7\n%%EOF")
    said = {"title": "Policy", "body": "Words", "version": "0", "file": file}
    client.post(reverse("governing:text_edit", args=[policy.pk, "sv"]), said)
    decide(policy)
    policy.write_anew(by=hr)
    url = reverse("governing:version_file", args=[policy.pk, 2, "sv"])

    said = {"title": "Policy", "body": "W", "version": "0", "removes_file": "on"}
    kept = b"".join(client.get(url))
    client.post(reverse("governing:text_edit", args=[policy.pk, "sv"]), said)

    assert kept.startswith(b"%PDF")
    assert client.get(url).status_code == 404
    first = reverse("governing:version_file", args=[policy.pk, 1, "sv"])
    assert b"".join(client.get(first)).startswith(b"%PDF")


def test_workplace_with_a_manager_is_not_the_task_of_the_level_above(
    as_user, parse, head_teacher, head_of_administration, school
):
    decided(school, title="Ours", is_gone_through=True)
    task = "Go through with the group: Ours"

    def tasks(user):
        return parse(as_user(user).get(reverse("start"))).find_all("a", string=task)

    assert len(tasks(head_teacher)) == 1
    assert tasks(head_of_administration) == []


def test_only_who_may_write_an_addition_anew_is_offered_to(
    as_user, hr, head_teacher, head_of_administration, administration, municipality
):
    policy = decided(municipality, by=hr)
    addition = LocalAddition.objects.create(
        document=policy,
        unit=administration,
        body="With us it is so.",
        discussed_in="The committee",
        discussed_on=today(),
        written_by=head_of_administration,
    )
    edit = reverse("governing:addition_edit", args=[policy.pk, addition.pk])

    offered = {
        reader: edit in as_user(reader).get(policy.get_absolute_url()).content.decode()
        for reader in (head_teacher, head_of_administration)
    }

    assert offered == {head_teacher: False, head_of_administration: True}
    assert as_user(head_teacher).get(edit).status_code == 403
