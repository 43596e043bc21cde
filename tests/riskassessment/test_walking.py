"""Walking a round: answers, risks, photos; what comes twice, late, or too late."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from io import BytesIO
from threading import Barrier
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from attachments.models import Attachment
from mailing.models import Message
from organisation import history, roles
from organisation.models import Role
from riskassessment.models import (
    Answer,
    AnswerPhoto,
    InspectionRound,
    Risk,
    Section,
    Sending,
)
from riskassessment.models.answers import MOST_PHOTOS
from riskassessment.sending import once
from sam.dates import today
from tests.factories import ChecklistFactory, InspectionRoundFactory, UserFactory

pytestmark = pytest.mark.django_db

JSON = {"Accept": "application/json"}
RISK = {"description": "It is dark", "likelihood": "4", "consequence": "3"}


def url(name, *args):
    return reverse(
        f"riskassessment:{name}", args=[getattr(arg, "pk", arg) for arg in args]
    )


def picture(name="photo.jpg", size=(40, 20)):
    file = BytesIO()
    Image.new("RGB", size, "red").save(file, "JPEG")
    return SimpleUploadedFile(name, file.getvalue())


def read(client, address):
    return BytesIO(b"".join(client.get(address).streaming_content))


@pytest.fixture
def say(as_user, head_teacher, round, questions):
    """The manager's device sends an answer to the first question."""
    client = as_user(head_teacher)

    def say(**data):
        return client.post(url("answer", round, questions[0]), data, headers=JSON)

    return say


@pytest.fixture
def ask(school, head_teacher):
    """A round in which the one question is of the kind."""

    def ask(kind, **rule):
        checklist = ChecklistFactory(questions__published=False)
        section = checklist.sections.get()
        section.questions.all().delete()
        question = section.questions.create(
            order=1, text="How much?", kind=kind, **{"risk_when": "never"} | rule
        )
        checklist.publish()
        return InspectionRoundFactory(unit=school, checklist=checklist), question

    return ask


# Answers


def test_answer_is_saved_and_told(say, round, questions, head_teacher):
    response = say(value="no", comment="The lamp is out")

    answer = round.answers.get()
    assert (answer.value, answer.comment) == ("no", "The lamp is out")
    assert response.json() == {
        "question": questions[0].pk,
        "value": "no",
        "comment": "The lamp is out",
        "by": head_teacher.name,
        "saved": response.json()["saved"],
        "shows_risk": True,
        "risk": None,
        "photos": [],
    }
    assert response.json()["saved"].endswith(head_teacher.name)


def test_answer_hides_the_name_while_persons_are_hidden(say, client, head_teacher):
    client.post(reverse("ui:persons"), {"hide": "yes"})

    assert head_teacher.name not in say(value="no").content.decode()


def test_what_is_left_out_is_left_as_it_was(say, round):
    say(value="no", comment="The lamp is out")
    say(comment="Two lamps are out")
    say(value="yes")

    answer = round.answers.get()
    assert (answer.value, answer.comment) == ("yes", "Two lamps are out")


def test_answer_can_be_taken_back(say, round, questions):
    say(value="yes")
    say(value="")

    assert questions[0] in round.unanswered()


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("yes_no", "yes", "yes"),
        ("yes_no", "not_applicable", "not_applicable"),
        ("scale", "5", "5"),
        ("scale", "not_applicable", "not_applicable"),
        ("number", "12,5", "12.5"),
        ("number", "1 200", "1200"),
        ("number", "-3", "-3"),
        ("number", "not_applicable", "not_applicable"),
        ("text", "Two lamps\r\nout", "Two lamps\nout"),
    ],
)
def test_each_kind_of_answer(as_user, head_teacher, ask, kind, typed, kept):
    round, question = ask(kind)

    as_user(head_teacher).post(url("answer", round, question), {"value": typed})

    assert round.answers.get().value == kept


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("yes_no", "perhaps"),
        ("scale", "6"),
        ("number", "many"),
        ("number", "NaN"),
        ("number", "1e99"),
        ("text", "x" * 2_001),
    ],
)
def test_answer_that_makes_no_sense_is_refused(as_user, head_teacher, ask, kind, typed):
    round, question = ask(kind)
    client = as_user(head_teacher)

    told = client.post(url("answer", round, question), {"value": typed}, headers=JSON)
    page = client.post(
        url("answer", round, question), {"value": typed, "comment": "Look again"}
    )

    assert list(told.json()["errors"]) == ["value"]
    assert (told.status_code, page.status_code) == (422, 422)
    assert told.json()["errors"]["value"][0] in page.content.decode()
    assert "Look again" in page.content.decode()
    assert not round.answers.exists()


def test_number_shows_a_risk_at_its_limit(as_user, head_teacher, ask):
    round, question = ask("number", risk_when="at_least", risk_limit=30)

    response = as_user(head_teacher).post(
        url("answer", round, question), {"value": "30,0"}, headers=JSON
    )

    assert response.json()["shows_risk"] is True


def test_answer_belongs_to_the_checklist(as_user, head_teacher, round):
    other = InspectionRoundFactory()

    response = as_user(head_teacher).post(
        url("answer", round, other.questions()[0]), {"value": "yes"}
    )

    assert response.status_code == 404


def test_saving_an_answer_costs_few_queries(say):
    say(value="yes")

    with CaptureQueriesContext(connection) as queries:
        say(value="no", was_value="yes", key=str(uuid4()))

    # A savepoint is none in a request of its own.
    asked = [each for each in queries if "SAVEPOINT" not in each["sql"]]
    assert len(asked) <= 12


# Twice and late


def test_same_key_is_done_once(say, round):
    key = str(uuid4())
    first = say(value="no", key=key)
    say(value="yes")

    again = say(value="no", key=key)

    assert again.json() == first.json()
    assert round.answers.get().value == "yes"


def test_same_key_after_the_round_was_handed_over_is_answered(
    say, walked, questions, head_teacher
):
    key = str(uuid4())
    first = say(value="no", key=key)
    walked.submit(by=head_teacher, carried_out_on=today(), present=[])

    assert say(value="no", key=key).json() == first.json()


@pytest.mark.django_db(transaction=True)
def test_same_key_at_the_same_time_is_done_once(round, questions, head_teacher):
    key, both_have_looked = uuid4(), Barrier(2)

    def act():
        both_have_looked.wait(timeout=20)
        same = InspectionRound.objects.get(pk=round.pk)
        same.answer(questions[0], by=head_teacher, value="no", was={"value": ""})
        return {"by": str(uuid4())}

    def send():
        with closing(connection), transaction.atomic():
            return once(act, key=key, round=round, by=head_teacher)

    with ThreadPoolExecutor(2) as pool:
        one, other = (sent.result() for sent in [pool.submit(send), pool.submit(send)])

    assert one == other == Sending.objects.get().result
    assert not round.answers.get().events.exists()


def test_key_of_somebody_else_is_refused(say, round, as_user):
    key = uuid4()
    Sending.objects.create(key=key, round=round, by=UserFactory(), result={})

    assert say(value="no", key=str(key)).status_code == 400
    assert not round.answers.exists()


def test_time_is_counted_by_the_program_and_not_by_the_telephone(say, round):
    minute, year = 60_000, 365 * 24 * 60 * 60_000

    say(value="no", ago=str(10 * minute))
    late = round.answers.get().answered_at
    say(value="yes", ago=str(year))
    never = round.answers.get().answered_at

    now = timezone.now()
    assert now - late == pytest.approx(timedelta(minutes=10), abs=timedelta(minutes=1))
    assert now - never < timedelta(days=31)


def test_conflict_is_shown_and_nothing_overwritten(say, round, questions, teacher):
    round.answer(questions[0], by=teacher, value="no", comment="Lamp")

    response = say(value="yes", was_value="", comment="", was_comment="")

    assert response.status_code == 409
    told = response.json()
    assert (told["kind"], told["value"], told["by"]) == ("conflict", "no", teacher.name)
    assert round.answers.get().value == "no"


def test_two_who_say_the_same_do_not_meet(say, round, questions, teacher):
    round.answer(questions[0], by=teacher, value="no")

    assert say(value="no", was_value="").status_code == 200


def test_conflict_without_scripts_shows_both_and_the_next_counts(
    as_user, head_teacher, round, questions, teacher, parse
):
    round.answer(questions[0], by=teacher, value="no", comment="The lamp is out")
    client = as_user(head_teacher)
    address = url("answer", round, questions[0])

    shown = client.post(
        address,
        {"value": "yes", "comment": "All well", "was_value": "", "was_comment": ""},
    )
    page = parse(shown)
    hidden = page.select(f"#answer-{questions[0].pk} [type=hidden]")
    form = {each["name"]: each.get("value", "") for each in hidden}
    client.post(address, form | {"value": "yes", "comment": "All well"})

    assert shown.status_code == 409
    assert "The lamp is out" in page.text
    assert page.select_one("[name=comment]").text.strip() == "All well"
    assert round.answers.get().value == "yes"


def test_answer_to_a_round_in_review_is_told(
    as_user, head_teacher, submitted, questions
):
    client = as_user(head_teacher)
    address = url("answer", submitted, questions[0])

    device = client.post(address, {"value": "yes"}, headers=JSON)
    plain = client.post(address, {"value": "yes"})

    assert (device.status_code, device.json()["kind"]) == (409, "moved_on")
    assert plain.url == submitted.get_absolute_url()
    assert submitted.answers.get(question=questions[0]).value == "no"


def test_standing_has_all_that_the_device_needs(
    as_user, head_teacher, walked, questions
):
    told = as_user(head_teacher).get(url("standing", walked)).json()

    assert (told["status"], told["is_walked"]) == ("ongoing", True)
    assert told["user"] == str(head_teacher.pk)
    assert told["csrf"]
    assert {key: each["value"] for key, each in told["answers"].items()} == {
        str(questions[0].pk): "no",
        str(questions[1].pk): "yes",
    }


def test_standing_costs_the_same_however_much_is_answered(
    as_user, head_teacher, walked, questions, count_queries
):
    client = as_user(head_teacher)
    walked.answers.filter(question=questions[1]).delete()
    for_one = count_queries(client, url("standing", walked))

    walked.answer(questions[1], by=head_teacher, value="no")

    assert count_queries(client, url("standing", walked)) == for_one <= 8


# Risks


def assess(client, round, question, **data):
    return client.post(url("assess", round, question), data, headers=JSON)


def test_risk_is_assessed_and_told_in_words(as_user, head_teacher, walked, questions):
    response = assess(
        as_user(head_teacher),
        walked,
        questions[0],
        **RISK,
        aspect="physical",
        existing_measures="A torch",
    )

    risk = Risk.objects.get()
    assert (risk.likelihood, risk.consequence, risk.aspect) == (4, 3, "physical")
    assert response.json()["risk"] == {
        "version": risk.version,
        "description": "It is dark",
        "aspect": "physical",
        "existing_measures": "A torch",
        "likelihood": 4,
        "consequence": 3,
        "is_serious": True,
        "follows_level": True,
        "level": risk.level.label,
        "tone": "danger",
    }


@pytest.mark.parametrize(
    ("said", "is_serious"), [("", True), ("false", False), ("true", True)]
)
def test_serious_follows_the_level_unless_it_is_said(
    as_user, head_teacher, walked, questions, said, is_serious
):
    assess(as_user(head_teacher), walked, questions[0], **RISK, is_serious=said)

    assert Risk.objects.get().is_serious is is_serious


def test_risk_that_somebody_else_has_changed_is_told(
    as_user, head_teacher, walked, questions, teacher
):
    client = as_user(head_teacher)
    seen = assess(client, walked, questions[0], **RISK).json()["risk"]["version"]
    answer = walked.answers.get(question=questions[0])
    Risk.objects.assess(
        answer, by=teacher, description="Pitch dark", likelihood=5, consequence=3
    )

    response = assess(client, walked, questions[0], **RISK, version=seen)

    assert (response.status_code, response.json()["kind"]) == (409, "conflict")
    assert response.json()["risk"]["description"] == "Pitch dark"
    assert Risk.objects.get().description == "Pitch dark"


def test_risk_of_an_answer_that_was_changed_meanwhile_is_told(
    as_user, head_teacher, walked, questions
):
    response = assess(as_user(head_teacher), walked, questions[1], **RISK)

    assert (response.status_code, response.json()["kind"]) == (409, "conflict")
    assert not Risk.objects.exists()


@pytest.mark.parametrize("missing", ["description", "likelihood", "consequence"])
def test_risk_that_is_not_whole_is_asked_for_again(
    as_user, head_teacher, walked, questions, missing
):
    client = as_user(head_teacher)
    data = RISK | {"existing_measures": "A torch", missing: ""}

    device = assess(client, walked, questions[0], **data)
    plain = client.post(url("assess", walked, questions[0]), data)

    assert list(device.json()["errors"]) == [missing]
    assert (device.status_code, plain.status_code) == (422, 422)
    assert "A torch" in plain.content.decode()
    assert not Risk.objects.exists()


def test_risk_of_a_round_in_review_stays(as_user, head_teacher, submitted, questions):
    response = assess(as_user(head_teacher), submitted, questions[0], **RISK)

    assert response.json()["kind"] == "moved_on"
    assert not Risk.objects.exists()


def test_measure_against_a_risk_stands_at_the_question(
    as_user, head_teacher, teacher, walked, questions
):
    client = as_user(head_teacher)
    assess(client, walked, questions[0], **RISK)
    risk = Risk.objects.get()

    client.post(
        url("measure_add", risk),
        {
            "activity": "New lamp",
            "responsible": teacher.pk,
            "due_on": today() + timedelta(days=7),
        },
    )

    assert "New lamp" in client.get(walked.get_absolute_url()).content.decode()
    assert risk.measures.get().plan.source == walked


# Photos


def send_photos(client, round, question, *photos, headers=JSON, **data):
    return client.post(
        url("photo_add", round, question), {"photos": photos, **data}, headers=headers
    )


def test_photos_are_kept_before_the_question_is_answered(
    as_user, head_teacher, round, questions
):
    response = send_photos(
        as_user(head_teacher), round, questions[0], picture(), picture()
    )

    answer = round.answers.get()
    assert len(response.json()["photos"]) == answer.photos.count() == 2
    assert questions[0] in round.unanswered()
    assert {photo.added_by for photo in answer.photos.all()} == {head_teacher}


def test_photo_with_the_devices_key_comes_once(as_user, head_teacher, round, questions):
    client, key = as_user(head_teacher), str(uuid4())

    first = send_photos(client, round, questions[0], picture(), key=key)
    again = send_photos(client, round, questions[0], picture(), key=key)

    assert again.json() == first.json()
    assert [str(photo.pk) for photo in AnswerPhoto.objects.all()] == [key]
    assert Attachment.objects.count() == 1


def test_photo_is_shown_to_who_may_see_the_round(
    as_user, head_teacher, safety_representative, round, questions
):
    photo = send_photos(
        as_user(head_teacher), round, questions[0], picture(size=(900, 600))
    ).json()["photos"][0]
    client = as_user(safety_representative)

    assert Image.open(read(client, photo["photo"])).size == (900, 600)
    assert max(Image.open(read(client, photo["thumbnail"])).size) == 320


def test_photo_is_only_found_through_its_own_round(
    as_user, head_teacher, round, questions, school, checklist
):
    other = InspectionRoundFactory(unit=school, checklist=checklist)
    client = as_user(head_teacher)
    send_photos(client, round, questions[0], picture())
    photo = AnswerPhoto.objects.get()

    assert client.get(url("photo", other, photo)).status_code == 404
    assert as_user(UserFactory()).get(url("photo", round, photo)).status_code == 404


def test_photo_can_be_removed_twice(as_user, head_teacher, round, questions):
    client = as_user(head_teacher)
    photo = send_photos(client, round, questions[0], picture()).json()["photos"][0]

    first = client.post(photo["remove"], headers=JSON)
    again = client.post(photo["remove"], headers=JSON)

    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json()["photos"] == []
    assert not Attachment.objects.exists()


def test_photo_that_cannot_be_read_is_told_and_the_others_kept(
    as_user, head_teacher, round, questions
):
    response = send_photos(
        as_user(head_teacher),
        round,
        questions[0],
        SimpleUploadedFile("broken.jpg", b"no photo"),
        picture(),
    )

    assert response.status_code == 422
    (error,) = response.json()["errors"]["photos"]
    assert "broken.jpg" in error
    assert round.answers.get().photos.count() == 1


@pytest.mark.parametrize(("limit", "value"), [("MAX_BYTES", 100), ("MAX_PIXELS", 100)])
def test_photo_that_is_too_large_is_told(
    as_user, head_teacher, round, questions, monkeypatch, limit, value
):
    monkeypatch.setattr(f"attachments.photos.{limit}", value)

    response = send_photos(as_user(head_teacher), round, questions[0], picture())

    assert response.status_code == 422
    assert "photo.jpg" in response.json()["errors"]["photos"][0]
    assert not round.answers.exists()


def test_there_is_a_limit_to_photos(as_user, head_teacher, walked, questions):
    answer = walked.answers.get(question=questions[0])
    for _number in range(MOST_PHOTOS):
        answer.photos.create(
            attachment=Attachment.objects.create(size=1), added_by=head_teacher
        )

    response = send_photos(as_user(head_teacher), walked, questions[0], picture())

    assert response.status_code == 422
    assert str(MOST_PHOTOS) in response.json()["errors"]["photos"][0]
    assert answer.photos.count() == MOST_PHOTOS


def test_photo_without_scripts_goes_back_to_the_question(
    as_user, head_teacher, round, questions
):
    client = as_user(head_teacher)

    nothing = client.post(url("photo_add", round, questions[0]))
    kept = send_photos(client, round, questions[0], picture(), headers={})

    assert nothing.status_code == 422
    assert kept.url == f"{round.get_absolute_url()}#question-{questions[0].pk}"


def test_photo_of_a_round_in_review_stays(
    as_user, head_teacher, walked, questions, submitted_with_photo
):
    client = as_user(head_teacher)
    photo = AnswerPhoto.objects.get()

    added = send_photos(client, walked, questions[0], picture())
    removed = client.post(
        url("photo_remove", walked, questions[0], photo), headers=JSON
    )

    assert added.json()["kind"] == removed.json()["kind"] == "moved_on"
    assert list(AnswerPhoto.objects.all()) == [photo]


@pytest.fixture
def submitted_with_photo(as_user, head_teacher, walked, questions):
    """The round has a photo and is with the safety representative."""
    send_photos(as_user(head_teacher), walked, questions[0], picture())
    walked.submit(by=head_teacher, carried_out_on=today(), present=[])
    return walked


# The page


def test_page_has_a_form_for_each_question_that_works_by_itself(
    as_user, head_teacher, round, questions, parse
):
    client = as_user(head_teacher)
    page = parse(client.get(round.get_absolute_url()))
    form = page.select_one(f"#question-{questions[0].pk} form.answer-form")
    data = {
        each["name"]: each.get("value", "") for each in form.select("[type=hidden]")
    }

    response = client.post(form["action"], data | {"value": "no", "comment": "Dark"})

    assert response.url == f"{round.get_absolute_url()}#question-{questions[0].pk}"
    article = parse(client.get(round.get_absolute_url())).select_one(
        f"#question-{questions[0].pk}"
    )
    assert article["data-value"] == "no"
    assert article.select_one("[type=radio][value=no]").has_attr("checked")
    assert not article.select_one(".finding").has_attr("hidden")
    assert len(article.select(".risk-form [name=likelihood]")) == 5
    assert head_teacher.name in article.select_one(".saved").text


def test_page_lists_what_is_left(as_user, head_teacher, round, questions, parse):
    round.answer(questions[0], by=head_teacher, value="no")

    left = parse(as_user(head_teacher).get(round.get_absolute_url())).select_one(
        "#left"
    )

    assert {
        part["data-left"]: [link["href"] for link in part.select("ul a")]
        for part in left.select("[data-left]")
        if not part.has_attr("hidden")
    } == {
        "unanswered": [f"#question-{questions[1].pk}"],
        "unassessed": [f"#question-{questions[0].pk}"],
    }


def test_page_counts_by_section(as_user, head_teacher, round, questions, parse):
    round.answer(questions[0], by=head_teacher, value="yes")

    page = parse(as_user(head_teacher).get(round.get_absolute_url()))

    assert [each.text.split()[0] for each in page.select("[data-count]")] == ["1", "1"]
    progress = page.select_one("#answered")
    assert (progress["value"], progress["max"]) == ("1", "2")


def test_page_speaks_the_language_of_the_checklist(
    as_user, head_teacher, school, parse
):
    checklist = ChecklistFactory(language="nb")
    round = InspectionRoundFactory(unit=school, checklist=checklist)
    Section.objects.create(round=round, order=1, title="Our own").questions.create(
        order=1, text="And the yard?"
    )

    page = parse(as_user(head_teacher).get(round.get_absolute_url()))

    assert [each.get("lang") for each in page.select(".question h3")] == [
        "nb",
        "nb",
        None,
    ]


def test_page_shows_the_last_rounds_answer_beside(
    as_user, head_teacher, walked, questions, school, checklist, parse
):
    client = as_user(head_teacher)
    send_photos(client, walked, questions[0], picture())
    walked.submit(by=head_teacher, carried_out_on=today(), present=[])
    following = InspectionRoundFactory(unit=school, checklist=checklist)

    page = parse(client.get(following.get_absolute_url()))
    before = page.select_one(f"#question-{questions[0].pk} .before")

    assert "The lamp is out" in before.text
    assert Image.open(read(client, before.img["src"])).size == (40, 20)


def test_round_goes_on_by_the_version_it_was_planned_with(
    as_user, head_teacher, round, questions, checklist, parse
):
    newer = ChecklistFactory(code=checklist.code, version=2, questions=5)

    page = parse(as_user(head_teacher).get(round.get_absolute_url()))

    assert newer.is_offered
    assert len(page.select("article.question")) == len(questions)


def test_round_of_a_closed_unit_can_be_finished(say, round, school):
    history.close(school, on=today())

    assert say(value="no").status_code == 200


def test_round_shows_who_answered_also_when_they_have_left(
    as_user, head_teacher, round, questions, teacher, parse
):
    round.answer(questions[0], by=teacher, value="yes")
    teacher.is_active = False
    teacher.save()

    page = parse(as_user(head_teacher).get(round.get_absolute_url()))

    assert teacher.name in page.select_one(f"#saved-{questions[0].pk}").text


def large_round(unit, by, count):
    """A round with risks and measures in every third answer, and photos; and its last."""
    checklist = ChecklistFactory(questions=count)
    for _time in range(2):
        round = InspectionRoundFactory(unit=unit, checklist=checklist, planned_by=by)
        for number, question in enumerate(round.questions()):
            value = "yes" if number % 3 else "no"
            answer = round.answer(question, by=by, value=value, comment="Seen")
            if not number % 3:
                answer.photos.create(
                    attachment=Attachment.objects.create(size=1), added_by=by
                )
                Risk.objects.assess(
                    answer, by=by, description="Dark", likelihood=4, consequence=3
                ).add_measure(by=by, activity="Lamp", responsible=by, due_on=today())
        if not _time:
            round.submit(by=by, carried_out_on=today(), present=[])
    return round


def test_walk_costs_the_same_however_many_questions(
    as_user, head_teacher, school, count_queries
):
    client = as_user(head_teacher)
    few = large_round(school, head_teacher, 3)
    for_few = count_queries(client, few.get_absolute_url())

    many = large_round(school, head_teacher, 9)

    assert count_queries(client, many.get_absolute_url()) == for_few <= 17 + 2


# One question at a time, without scripts


def test_question_page_leads_on(as_user, head_teacher, round, questions, parse):
    client = as_user(head_teacher)
    first, second = (url("answer", round, question) for question in questions)

    page = parse(client.get(first))
    on = client.post(first, {"value": "yes", "then": "next"})
    stay = client.post(second, {"value": "yes", "then": "stay"})
    last = client.post(second, {"value": "yes", "then": "next"})

    assert [link["href"] for link in page.select(".page-links a")] == [second]
    assert (on.url, stay.url) == (second, second)
    assert last.url == f"{round.get_absolute_url()}#submit"


def test_question_page_of_a_round_in_review_leads_to_the_round(
    as_user, head_teacher, submitted, questions
):
    response = as_user(head_teacher).get(url("answer", submitted, questions[0]))

    assert response.url.startswith(submitted.get_absolute_url())


# Handing over


def submitted_form(round, came="no"):
    return {"carried_out_on": today()} | {
        f"came_{participant.pk}": came for participant in round.participants.all()
    }


def test_submit_hands_over_and_records_who_came(
    as_user, head_teacher, safety_representative, walked
):
    guest = walked.participants.create(name="A guest", part="expert")
    form = submitted_form(walked) | {f"came_{guest.pk}": "yes"}

    response = as_user(head_teacher).post(url("submit", walked), form, follow=True)

    walked.refresh_from_db()
    assert walked.status == "in_review"
    assert [each.name for each in walked.participants.filter(was_present=True)] == [
        "A guest"
    ]
    assert response.templates[0].name == "riskassessment/protocol.html"
    assert [each.recipient for each in Message.objects.all()] == [safety_representative]


def test_submit_wants_to_know_who_came(as_user, head_teacher, walked):
    response = as_user(head_teacher).post(
        url("submit", walked), {"carried_out_on": today()}
    )

    assert response.status_code == 422
    assert len(response.context["submit_form"].errors) == 2


def test_submit_refuses_a_day_that_has_not_come(as_user, head_teacher, walked):
    form = submitted_form(walked) | {"carried_out_on": today() + timedelta(days=1)}

    response = as_user(head_teacher).post(url("submit", walked), form)

    assert list(response.context["submit_form"].errors) == ["carried_out_on"]


def test_submit_with_questions_left_is_told(as_user, head_teacher, walked, questions):
    walked.answer(questions[1], by=head_teacher, value="")

    response = as_user(head_teacher).post(
        url("submit", walked), submitted_form(walked), follow=True
    )

    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    walked.refresh_from_db()
    assert walked.status == "ongoing"


# Who


@pytest.mark.parametrize(("who", "status"), [("representative", 403), ("nobody", 404)])
@pytest.mark.parametrize("name", ["answer", "assess", "photo_add", "submit"])
def test_walking_is_for_the_manager_and_the_representative_who_takes_part(
    as_user, safety_representative, walked, questions, name, who, status
):
    walked.participants.filter(person=safety_representative).delete()
    user = safety_representative if who == "representative" else UserFactory()
    args = [] if name == "submit" else [questions[0]]
    data = {"value": "yes", **RISK, **submitted_form(walked)}

    response = as_user(user).post(url(name, walked, *args), data, headers=JSON)

    assert response.status_code == status
    walked.refresh_from_db()
    assert walked.status == "ongoing"
    assert Answer.objects.filter(value="no").exists()


def test_manager_elsewhere_does_not_find_the_round(as_user, round, other_school):
    manager = UserFactory()
    roles.appoint(manager, Role.MANAGER, other_school)

    assert as_user(manager).get(round.get_absolute_url()).status_code == 404
    assert as_user(manager).get(url("standing", round)).status_code == 404
