"""A round is walked on a telephone, in a real browser, and the network comes and goes."""

import random
import re
import time
from contextlib import suppress
from datetime import timedelta
from io import BytesIO

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Error, expect

from riskassessment.models import (
    Answer,
    AnswerPhoto,
    Question,
    Sending,
)
from tests.browsing import overflow, session_of, violations
from tests.factories import ChecklistFactory, InspectionRoundFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Of a moment that the page shows, in any language.
CLOCK = re.compile(r"\d\d[:.]\d\d")
# What the page has of them: the copies that the device keeps, and what waits to be sent.
COPIES = (
    "caches.keys().then((names) => names.filter((name) => name.startsWith('walk')))"
)
WAITING = "queue.items().then((items) => items.map((item) => item.state))"


@pytest.fixture
def phone(chromium, live_server):
    """A person's telephone: its pages come and go, what it keeps stays."""
    contexts, errors = [], []

    def take(user, **options):
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": 390, "height": 800},
            locale="sv-SE",
            **options,
        )
        context.set_default_timeout(10_000)
        context.on("weberror", lambda error: errors.append(str(error.error)))
        context.log_in = lambda person: context.add_cookies(
            [session_of(person, live_server.url)]
        )
        context.log_in(user)
        contexts.append(context)
        return context

    yield take
    for context in contexts:
        context.close()
    assert comes_true(nothing_runs_on_the_server)
    assert errors == []


def nothing_runs_on_the_server():
    """A request that outlives its page must not meet the emptying of the tables."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE state <> 'idle'"
            " AND datname = current_database() AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone() == (0,)


@pytest.fixture
def round(school, head_teacher):
    return planned(school, head_teacher, questions=5)


def planned(unit, by, *, questions):
    checklist = ChecklistFactory(questions=questions)
    return InspectionRoundFactory(unit=unit, planned_by=by, checklist=checklist)


@pytest.fixture
def questions(round):
    return asked_in(round)


def asked_in(round):
    return list(round.questions().order_by("order"))


def path_of(round):
    return reverse("riskassessment:round_detail", args=[round.pk])


def open_walk(context, round, *, is_kept=True):
    """The page of the round; by default once the device keeps a copy of it."""
    page = context.new_page()
    page.goto(path_of(round), wait_until="load")
    if is_kept:
        assert comes_true(lambda: len(kept_by(page)) > 10, page=page)
    return page


def kept_by(page):
    """The addresses of all that the device keeps a copy of."""
    return page.evaluate(
        f"""(async () => {{
          const found = [];
          for (const name of await {COPIES})
            for (const each of await (await caches.open(name)).keys())
              found.push(new URL(each.url).pathname);
          return found;
        }})()"""
    )


def article(page, question):
    return page.locator(f"#question-{question.pk}")


def lose_network(page):
    """The page has said so: what it says moves the questions down, away from a tap."""
    page.context.set_offline(True)
    expect(page.locator("[data-queue-says=offline]")).to_be_visible()


def tap(page, question, value):
    article(page, question).locator(f"[name=value][value={value}]").check()


def said(page, question):
    return article(page, question).locator(".answer-form [name=value]:checked")


def comes_true(what, *, page=None, seconds=15):
    """Wait until it holds on the server; the page goes on meanwhile."""
    until = time.monotonic() + seconds
    while not what() and time.monotonic() < until:
        page.wait_for_timeout(50) if page else time.sleep(0.05)
    return what()


def waiting(page):
    return page.evaluate(WAITING)


def all_sent(page, *, but=0, seconds=15):
    return comes_true(lambda: len(waiting(page)) <= but, page=page, seconds=seconds)


def values(round):
    return dict(round.answers.values_list("question", "value"))


def picture():
    content = BytesIO()
    Image.new("RGB", (3000, 1500), "navy").save(content, "JPEG")
    return {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


def assess(page, question):
    form = article(page, question).locator("form.risk-form")
    form.locator("[name=description]").fill("One can fall")
    form.locator("[name=likelihood][value='3']").check()
    form.locator("[name=consequence][value='4']").check()
    form.locator("button[type=submit]").click()


def test_whole_round_with_the_network_cut_in_the_middle(phone, round, questions):
    first, second, third, fourth, fifth = questions
    context = phone(round.planned_by)
    page = open_walk(context, round)
    tap(page, first, "yes")
    expect(article(page, first).locator(".saved")).to_have_text(CLOCK)

    lose_network(page)
    tap(page, second, "no")
    article(page, second).locator("[name=comment]").fill("The lamp is out")
    assess(page, second)
    article(page, second).locator(".photo-form input").last.set_input_files(
        [picture(), picture()]
    )
    expect(article(page, second).locator(".photos img")).to_have_count(2)
    expect(page.locator("[data-queue-says=offline]")).to_be_visible()
    page.reload()

    expect(page.locator("#copy")).to_be_visible()
    expect(said(page, second)).to_have_value("no")
    expect(article(page, second).locator("[name=comment]")).to_have_value(
        "The lamp is out"
    )
    expect(article(page, second).locator("[name=description]")).to_have_value(
        "One can fall"
    )
    expect(article(page, second).locator(".photos img")).to_have_count(2)
    expect(page.locator("#waiting")).to_be_visible()
    assert overflow(page) == 0
    tap(page, third, "not_applicable")
    assert comes_true(lambda: len(waiting(page)) == 6, page=page)
    page.close()
    context.set_offline(False)
    # Any page of the program sends what waits.
    page = context.new_page()
    page.goto(reverse("start"))
    assert all_sent(page)
    page = open_walk(context, round)
    tap(page, fourth, "yes")
    tap(page, fifth, "yes")

    assert comes_true(lambda: len(values(round)) == 5, page=page)
    assert values(round) == {
        first.pk: "yes",
        second.pk: "no",
        third.pk: "not_applicable",
        fourth.pk: "yes",
        fifth.pk: "yes",
    }
    answer = round.answers.get(question=second)
    assert answer.comment == "The lamp is out"
    assert answer.risk.description == "One can fall"
    assert answer.photos.count() == AnswerPhoto.objects.count() == 2
    # Five answers, a comment, a risk and two photos: each once.
    assert Sending.objects.count() == 9
    expect(page.locator("#left [data-left=nothing]")).to_be_visible()


def test_photo_is_made_smaller_before_it_waits(phone, round, questions):
    context = phone(round.planned_by)
    page = open_walk(context, round)
    lose_network(page)

    article(page, questions[0]).locator(".photo-form input").last.set_input_files(
        picture()
    )

    expect(article(page, questions[0]).locator(".photos img")).to_have_count(1)
    size = page.evaluate(
        """(async () => {
          const picture = await createImageBitmap((await queue.items())[0].blob);
          return [picture.width, picture.height];
        })()"""
    )
    assert size == [2000, 1000]


@pytest.fixture
def conflict(phone, round, questions, head_of_administration):
    """One said yes without network, the other no meanwhile; then the network is back."""
    context = phone(round.planned_by)
    page = open_walk(context, round)
    lose_network(page)
    tap(page, questions[0], "yes")
    round.answer(questions[0], by=head_of_administration, value="no", comment="Look!")
    context.set_offline(False)
    expect(article(page, questions[0]).locator(".conflict")).to_be_visible()
    return page


def test_conflict_shows_both_and_overwrites_nothing(conflict, round, questions):
    box = article(conflict, questions[0]).locator(".conflict")

    expect(box.locator("[data-theirs]")).to_contain_text("Look!")
    expect(box.locator("[data-by]")).to_contain_text("Head of schools")
    expect(box.locator("[data-yours]")).not_to_be_empty()
    expect(said(conflict, questions[0])).to_have_value("yes")
    expect(conflict.locator("#waiting")).to_be_visible()
    assert values(round) == {questions[0].pk: "no"}
    assert violations(conflict) == []
    assert overflow(conflict) == 0


def test_conflict_is_settled_by_saving_mine(conflict, round, questions):
    article(conflict, questions[0]).locator("[data-keep=yours]").click()

    expect(article(conflict, questions[0]).locator(".conflict")).to_be_hidden()
    assert all_sent(conflict)
    assert values(round) == {questions[0].pk: "yes"}
    assert round.answers.get().comment == "Look!"


def test_conflict_is_settled_by_keeping_theirs(conflict, round, questions):
    article(conflict, questions[0]).locator("[data-keep=theirs]").click()

    expect(said(conflict, questions[0])).to_have_value("no")
    expect(
        article(conflict, questions[0]).locator("[name=comment]").first
    ).to_have_value("Look!")
    assert all_sent(conflict)
    assert values(round) == {questions[0].pk: "no"}


def test_what_another_answers_is_seen_but_not_under_the_fingers(
    phone, round, questions, head_of_administration
):
    page = open_walk(phone(round.planned_by), round)
    mine = article(page, questions[1]).locator("details.comment")
    mine.locator("summary").click()
    mine.locator("textarea").press_sequentially("I am wri")
    round.answer(questions[0], by=head_of_administration, value="no")
    round.answer(questions[1], by=head_of_administration, comment="Theirs")

    page.evaluate("window.dispatchEvent(new Event('online'))")

    expect(said(page, questions[0])).to_have_value("no")
    expect(article(page, questions[0]).locator(".finding")).to_be_visible()
    expect(mine.locator("textarea")).to_have_value("I am wri")
    expect(article(page, questions[1]).locator(".conflict")).to_be_visible()


def hand_over(round, by):
    """As another person does, who has answered all of it."""
    for question in round.questions():
        round.answer(question, by=by, value="yes")
    round.submit(by=by, carried_out_on=round.planned_on, present=[])


def test_what_comes_after_the_handing_over_is_listed_until_thrown_away(
    phone, round, questions, head_of_administration
):
    context = phone(round.planned_by)
    page = open_walk(context, round)
    lose_network(page)
    tap(page, questions[0], "no")
    article(page, questions[0]).locator("[name=comment]").fill("The lamp is out")
    expect(page.locator("[data-queue-says=offline]")).to_be_visible()
    page.wait_for_timeout(800)
    hand_over(round, head_of_administration)

    context.set_offline(False)

    stuck = page.locator("[data-queue-stuck] li")
    expect(stuck).to_contain_text("The lamp is out")
    expect(page.locator("#over")).to_be_visible()
    assert comes_true(lambda: kept_by(page) == [], page=page)
    assert violations(page) == []
    # The page of the round is another now; what was said is still there.
    page.reload()
    expect(page.locator("#walk")).to_have_count(0)
    stuck.locator("[data-again]").click()
    expect(stuck).to_contain_text("The lamp is out")
    page.once("dialog", lambda dialog: dialog.dismiss())
    stuck.locator("[data-drop]").click()
    expect(stuck).to_have_count(1)
    page.once("dialog", lambda dialog: dialog.accept())
    stuck.locator("[data-drop]").click()
    expect(stuck).to_have_count(0)
    assert set(values(round).values()) == {"yes"}


def test_round_is_not_handed_over_while_something_waits(phone, round, questions):
    context = phone(round.planned_by)
    page = open_walk(context, round)
    lose_network(page)
    tap(page, questions[0], "yes")

    page.locator("#submit form button[type=submit]").click()

    expect(page.locator("#submit-waits")).to_be_visible()
    context.set_offline(False)
    assert all_sent(page)
    assert values(round) == {questions[0].pk: "yes"}


def test_wrong_clock_on_the_phone_is_not_believed(phone, round, questions):
    context = phone(round.planned_by)
    context.add_init_script(
        """const year = 365 * 24 * 60 * 60 * 1000, real = Date.now;
           Date.now = () => real() - year;"""
    )
    page = open_walk(context, round)
    lose_network(page)
    tapped_at = timezone.now()
    tap(page, questions[0], "yes")
    page.wait_for_timeout(2000)

    context.set_offline(False)
    assert all_sent(page)

    answered_at = round.answers.get().answered_at
    assert abs(answered_at - tapped_at) < timedelta(seconds=1.5)


def test_who_was_logged_out_meanwhile_logs_in_and_loses_nothing(
    phone, round, questions
):
    context = phone(round.planned_by)
    page = open_walk(context, round)
    lose_network(page)
    tap(page, questions[0], "yes")
    Session.objects.all().delete()

    context.set_offline(False)

    expect(page.locator("[data-queue-says=login]")).to_be_visible()
    assert values(round) == {}
    context.log_in(round.planned_by)
    page.goto(reverse("ui:help"))
    assert all_sent(page)
    assert values(round) == {questions[0].pk: "yes"}


def test_nothing_is_sent_or_shown_as_another_person(
    phone, round, questions, head_of_administration
):
    context = phone(round.planned_by)
    page = open_walk(context, round)
    lose_network(page)
    tap(page, questions[0], "yes")
    context.log_in(head_of_administration)

    context.set_offline(False)

    expect(page.locator("[data-queue-says=other]")).to_be_visible()
    others = context.new_page()
    others.goto(path_of(round))
    assert comes_true(lambda: len(others.evaluate(COPIES)) == 1, page=others)
    assert waiting(others) == []
    expect(others.locator("#waiting")).to_be_hidden()
    assert said(others, questions[0]).count() == 0
    assert values(round) == {}
    context.log_in(round.planned_by)
    page.goto(path_of(round))
    assert all_sent(page)
    assert round.answers.get().answered_by == round.planned_by


def test_what_the_device_keeps_is_forgotten_when_one_logs_out(phone, round):
    page = open_walk(phone(round.planned_by), round)
    assert [each for each in kept_by(page) if not each.startswith("/static/")] == [
        path_of(round)
    ]

    page.locator(".who").click()
    page.locator("#account form[action$='/logout/'] button").click()

    page.wait_for_url("**/login/**")
    assert comes_true(lambda: kept_by(page) == [], page=page)


def test_device_that_cannot_keep_says_so(phone, round, questions):
    context = phone(round.planned_by)
    context.add_init_script("indexedDB.open = () => { throw new Error('private'); };")
    page = open_walk(context, round)
    lose_network(page)

    tap(page, questions[0], "yes")

    expect(page.locator("[data-queue-says=unsafe]")).to_be_visible()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.close(run_before_unload=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    context.set_offline(False)
    assert all_sent(page)
    assert values(round) == {questions[0].pk: "yes"}


def test_full_device_keeps_the_text_and_says_so(phone, round, questions):
    context = phone(round.planned_by)
    context.add_init_script(
        """const put = IDBObjectStore.prototype.put;
           IDBObjectStore.prototype.put = function (item) {
             if (item.blob) throw new DOMException('', 'QuotaExceededError');
             return put.call(this, item);
           };"""
    )
    page = open_walk(context, round)
    lose_network(page)

    article(page, questions[0]).locator(".photo-form input").last.set_input_files(
        picture()
    )
    expect(page.locator("[data-queue-says=full]")).to_be_visible()
    expect(article(page, questions[0]).locator(".photos img")).to_have_count(1)
    tap(page, questions[0], "no")
    context.set_offline(False)
    assert all_sent(page)
    assert round.answers.get().photos.count() == 1


def test_answer_that_is_refused_can_be_put_right(phone, school, head_teacher):
    checklist = ChecklistFactory(questions=1, questions__published=False)
    question = Question.objects.get(section__checklist=checklist)
    question.kind, question.risk_when = Question.Kind.NUMBER, "never"
    question.save()
    checklist.publish()
    round = InspectionRoundFactory(
        unit=school, planned_by=head_teacher, checklist=checklist
    )
    page = open_walk(phone(head_teacher), round, is_kept=False)
    field = article(page, question).locator("[name=value][type=text]")

    field.fill("many")
    field.blur()
    expect(article(page, question).locator(".device-error")).not_to_be_empty()
    field.fill("12,5")
    field.blur()

    expect(article(page, question).locator(".saved")).to_have_text(CLOCK)
    expect(article(page, question).locator(".device-error")).to_be_empty()
    assert values(round) == {question.pk: "12.5"}


def test_one_question_at_a_time_steps_and_goes_back(phone, round, questions):
    page = open_walk(phone(round.planned_by), round, is_kept=False)
    page.locator("#modes [value=question]").check()
    expect(page.locator("article.question:visible")).to_have_count(1)

    page.locator("[data-step='1']").click()

    expect(article(page, questions[1])).to_be_visible()
    expect(article(page, questions[1]).locator("h3")).to_be_focused()
    assert page.url.endswith(f"#question-{questions[1].pk}")
    page.go_back()
    expect(article(page, questions[0])).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(article(page, questions[1])).to_be_visible()
    assert violations(page) == []
    page.reload()
    expect(page.locator("article.question:visible")).to_have_count(1)


class Cuts:
    """Cuts the network at points that a seed decides: before, after and in the middle."""

    def __init__(self, number, seed):
        self.left = number
        self.dice = random.Random(seed)
        self.keys = set()
        self.kinds = {"before": 0, "after": 0, "within": 0}

    def __call__(self, route):
        # A page that is closed meanwhile is one more way to be cut off.
        with suppress(Error):
            self._carry(route)

    def _carry(self, route):
        kind = self.dice.choice([None, *self.kinds]) if self.left else None
        if kind:
            self.left -= 1
            self.kinds[kind] += 1
        if kind == "before":
            return route.abort("connectionfailed")
        if route.request.method == "POST":
            key = re.search("key=([0-9a-f-]{36})", route.request.post_data)
            self.keys.add(key[1])
        response = route.fetch()
        if kind == "after":
            return route.abort("connectionreset")
        if kind == "within":
            body = response.body()
            return route.fulfill(response=response, body=body[: len(body) // 2])
        return route.fulfill(response=response)


def test_two_hundred_answers_survive_a_hundred_cuts(phone, school, head_teacher):
    """Each answer is there once, as it was said last, however often the network broke."""
    round = planned(school, head_teacher, questions=200)
    questions = asked_in(round)
    dice, cuts = random.Random(4), Cuts(100, seed=4)
    last = {}
    context = phone(head_teacher, service_workers="block")
    context.route(re.compile("/rounds/.*/(questions|standing)/"), cuts)
    page = open_walk(context, round, is_kept=False)

    for start in range(0, 200, 20):
        taps = [
            (each.pk, dice.choice(["yes", "no", "not_applicable"]))
            for each in questions[start : start + 20]
        ]
        # Some think twice, while what they said first is under way.
        taps += dice.sample(
            [(pk, "yes" if value == "no" else "no") for pk, value in taps], 4
        )
        last |= dict(taps)
        tap_all(page, taps)
        if start % 60 == 40:
            assert all_sent(page, but=20, seconds=60)
            # Closed and opened again, in the middle of it.
            page.close()
            page = open_walk(context, round, is_kept=False)

    assert all_sent(page, seconds=60)
    assert cuts.left == 0
    assert min(cuts.kinds.values()) > 20
    assert values(round) == last
    # Each sending was acted upon once: a first answer, or one change of it.
    changes = Answer.pgh_event_model.objects.count()
    assert Sending.objects.count() == len(cuts.keys) == 200 + changes


def tap_all(page, taps):
    """Taps faster than any thumb; the network is back soon after each cut."""
    page.evaluate(
        """async (taps) => {
          window.back ??= setInterval(
            () => queue.trouble() && dispatchEvent(new Event("online")), 100);
          for (const [question, value] of taps) {
            document.querySelector(`#question-${question} [name=value][value=${value}]`).click();
            await new Promise((resolve) => setTimeout(resolve, 10));
          }
          // All have come into the queue when it is free again.
          await navigator.locks.request("queue-items", () => null);
        }""",
        taps,
    )
