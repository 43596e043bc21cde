"""A round on paper: to fill in by hand, and its protocol as a document."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from PIL import Image
from pypdf import PdfReader

from attachments.photos import keep, rewrite
from riskassessment import protocol, tasks
from riskassessment.models import Question, Risk, Section
from sam.dates import today
from tests.factories import ChecklistFactory, InspectionRoundFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_cache")]


@pytest.fixture
def asked(monkeypatch):
    """What was put in the queue."""
    queue = []
    monkeypatch.setattr(
        tasks.make_protocol, "delay_on_commit", lambda *args: queue.append(args)
    )
    return queue


@pytest.fixture
def risk(walked, head_teacher):
    answer = walked.answers.get(value="no")
    risk = Risk.objects.assess(
        answer,
        by=head_teacher,
        description="Someone falls",
        likelihood=4,
        consequence=4,
    )
    risk.add_measure(
        by=head_teacher,
        activity="Change the lamp",
        responsible=head_teacher,
        due_on=today() + timedelta(days=7),
    )
    return risk


@pytest.fixture
def photo(walked, head_teacher):
    file = BytesIO()
    Image.new("RGB", (80, 60), "red").save(file, "JPEG")
    uploaded = SimpleUploadedFile("photo.jpg", file.getvalue())
    attachment = keep(rewrite(uploaded), head_teacher)
    answer = walked.answers.get(value="no")
    return answer.photos.create(attachment=attachment, added_by=head_teacher)


@pytest.fixture
def signed(walked, risk, photo, head_teacher, sign):
    present = walked.participants.filter(person=head_teacher)
    walked.submit(by=head_teacher, carried_out_on=today(), present=present)
    sign(walked, comment="Do it sooner.")
    return walked


def url(name, row):
    return reverse(f"riskassessment:{name}", args=[row.pk])


def ticked(article):
    """The answers with a cross, in words."""
    return [each.text for each in article.select(".boxes strong")]


def words_of(pdf):
    """The text of all pages, with one space between words."""
    reader = PdfReader(BytesIO(pdf))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


# On paper


def test_paper_has_empty_boxes_before_the_round(as_user, head_teacher, round, parse):
    page = parse(as_user(head_teacher).get(url("paper", round)))

    articles = page.select("article")
    assert [len(each.select(".box")) for each in articles] == [3, 3]
    assert [ticked(each) for each in articles] == [[], []]
    assert len(page.select(".by-hand")) == 2
    assert not page.select(".main-nav")


def test_paper_has_the_answers_given_so_far(as_user, head_teacher, risk, round, parse):
    page = parse(as_user(head_teacher).get(url("paper", round)))

    first, second = page.select("article")
    assert (ticked(first), ticked(second)) == (["Nej"], ["Ja"])
    assert "The lamp is out" in first.text
    assert "Someone falls" in first.text
    assert "Change the lamp" in first.text


def test_paper_has_room_for_each_kind_of_answer(as_user, head_teacher, parse):
    checklist = ChecklistFactory(questions__published=False)
    section = checklist.sections.get()
    for order, kind in enumerate(["scale", "number", "text"], start=5):
        Question.objects.create(
            section=section, order=order, text="?", kind=kind, risk_when="never"
        )
    checklist.publish()

    page = parse(as_user(head_teacher).get(url("checklist_paper", checklist)))

    scale, number, text = page.select("article")[2:]
    assert len(scale.select(".box")) == 5
    assert len(number.select(".blank.short")) == 1
    assert len(text.select(".blank")) == 2


def test_paper_of_a_checklist_leaves_workplace_and_day_open(
    as_user, head_teacher, checklist, parse
):
    page = parse(as_user(head_teacher).get(url("checklist_paper", checklist)))

    workplace, day, *_rest = page.select(".head dd")
    assert (workplace.text, day.text) == ("", "")


@pytest.mark.parametrize("name", ["paper", "checklist_paper"])
def test_paper_costs_the_same_for_more_questions(
    as_user, head_teacher, school, count_queries, name
):
    client = as_user(head_teacher)

    def cost(questions):
        checklist = ChecklistFactory(questions=questions)
        round = InspectionRoundFactory(unit=school, checklist=checklist)
        row = round if name == "paper" else checklist
        return count_queries(client, url(name, row))

    cost(1)
    assert cost(5) == cost(1) <= 12


def test_paper_is_for_those_who_see_the_round(as_user, teacher, round):
    assert as_user(teacher).get(url("paper", round)).status_code == 404


# The protocol


def test_protocol_is_made_by_a_job_and_then_downloaded(
    as_user, head_teacher, signed, asked, parse
):
    client = as_user(head_teacher)

    waiting = parse(client.post(url("document", signed), follow=True))
    assert waiting.select_one("#document")["hx-get"] == url("document", signed)
    assert client.get(url("document_file", signed)).status_code == 404
    tasks.make_protocol(*asked[0])
    made = parse(client.get(url("document", signed)))
    document = client.get(url("document_file", signed))

    assert made.select_one("a[download]")["href"] == url("document_file", signed)
    assert document.content.startswith(b"%PDF")
    assert "no-store" in document["Cache-Control"]


def test_protocol_says_all_that_was_signed(signed, photo, safety_representative):
    protocol.make(signed.pk, "en")

    pdf = protocol.KEPT.made(signed, "en")
    words = words_of(pdf)
    said = [
        "Head teacher Manager Was present",
        "Safety representative Safety representative Invited, did not come",
        "Is point 0 in order?",
        "The lamp is out",
        "Risk: High (serious). Someone falls",
        "Likelihood: Likely. Consequence: Long sick leave.",
        "Change the lamp",
        "Do it sooner.",
        "Agrees",
    ]
    assert [each for each in said if each not in words] == []
    # It is longer than a line.
    assert signed.signature.fingerprint in words.replace(" ", "")


def test_protocol_is_a_tagged_document_with_its_picture(signed):
    protocol.make(signed.pk, "en")

    reader = PdfReader(BytesIO(protocol.KEPT.made(signed, "en")))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert len({image.name for page in reader.pages for image in page.images}) == 1


def test_protocol_keeps_to_what_was_signed(signed, risk, head_teacher):
    risk.refresh_from_db()
    risk.rate(
        by=head_teacher,
        version=risk.version,
        likelihood=1,
        consequence=1,
        reason="The lamp is new.",
    )

    (answer,) = [
        answer
        for section in protocol.context_of(signed)["sections"]
        for answer in section["answers"]
        if answer["risk"]
    ]

    assert str(answer["risk"]["level"]) == "Hög"


def test_disagreement_stands_in_the_protocol(submitted, safety_representative):
    submitted.sign(
        by=safety_representative,
        has_read=submitted.fingerprint(),
        agrees=False,
        comment="The stairs were left out.",
    )
    protocol.make(submitted.pk, "en")

    words = words_of(protocol.KEPT.made(submitted, "en"))
    assert "Does not agree" in words
    assert "The stairs were left out." in words


def test_protocol_of_a_round_in_review_says_that_it_is_not_signed(submitted):
    protocol.make(submitted.pk, "en")

    words = words_of(protocol.KEPT.made(submitted, "en"))
    assert "not signed by a safety representative" in words


def test_answers_of_all_kinds_are_in_words(school, head_teacher):
    checklist = ChecklistFactory(questions__published=False)
    Section.objects.filter(checklist=checklist).delete()
    section = checklist.sections.create(order=1, title="Kinds")
    answers = {"scale": "4", "number": "12.5", "text": "Fine", "yes_no": "yes"}
    for order, kind in enumerate(answers):
        Question.objects.create(
            section=section,
            order=order,
            text=kind,
            kind=kind,
            risk_when="never",
            unit_label="m" if kind == "number" else "",
        )
    checklist.publish()
    round = InspectionRoundFactory(unit=school, checklist=checklist)
    for question in section.questions.all():
        round.answer(question, by=head_teacher, value=answers[question.kind])
    round.submit(by=head_teacher, carried_out_on=today(), present=[])

    with translation.override("en"):
        (found,) = protocol.context_of(round)["sections"]
        words = [str(each["words"]) for each in found["answers"]]

    assert words == ["4 of 5", "12.5 m", "Fine", "Yes"]


def test_text_that_was_typed_makes_nothing_be_fetched(walked, head_teacher):
    walked.answer(
        walked.questions().first(),
        by=head_teacher,
        comment='<img src="http://127.0.0.1/secret">',
    )
    walked.submit(by=head_teacher, carried_out_on=today(), present=[])

    protocol.make(walked.pk, "en")

    assert "<img src=" in words_of(protocol.KEPT.made(walked, "en"))


def test_signature_of_the_first_version_of_the_program_can_still_be_read():
    asked = {
        "question": "?",
        "answer": "no",
        "comment": "",
        "review_comment": "",
        "answered_by": "Someone",
        "risk": None,
    }

    assert protocol._answer(asked, {})["photos"] == []


def test_two_clicks_make_it_once(as_user, head_teacher, submitted, asked):
    client = as_user(head_teacher)

    client.post(url("document", submitted))
    client.post(url("document", submitted))

    assert asked == [(str(submitted.pk), "sv")]


def test_document_that_is_made_can_be_made_anew(
    as_user, head_teacher, submitted, asked
):
    client = as_user(head_teacher)
    client.post(url("document", submitted))
    tasks.make_protocol(*asked[0])

    client.post(url("document", submitted))

    assert len(asked) == 2
    assert protocol.KEPT.state(submitted, "sv") == "waiting"


def test_piece_that_asks_again_is_what_the_page_shows(
    as_user, head_teacher, submitted, asked, parse, htmx
):
    client = as_user(head_teacher)
    client.post(url("document", submitted))

    swapped = parse(client.get(url("document", submitted), headers=htmx))
    reloaded = parse(client.get(url("document", submitted)))

    assert swapped.select_one("#document") == reloaded.select_one("#document")


def test_round_that_is_walked_has_no_protocol_yet(as_user, head_teacher, walked):
    assert as_user(head_teacher).get(url("document", walked)).status_code == 404


def test_protocol_is_for_those_who_see_the_round(as_user, submitted):
    stranger = UserFactory()

    assert as_user(stranger).post(url("document", submitted)).status_code == 404
