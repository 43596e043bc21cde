"""A long round, one answer of it, and who has made their rounds in 2,000 workplaces."""

import time
from datetime import date, timedelta
from functools import cache
from io import BytesIO
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from attachments.photos import keep, rewrite
from benchmarks.pages import TRANSACTION
from organisation import history, roles
from organisation.models import Level, Municipality, Role, User
from riskassessment.models import (
    Answer,
    AnswerPhoto,
    Checklist,
    InspectionRound,
    Question,
    RoundSchedule,
    Section,
)
from sam.dates import today

WORKPLACES, DEPARTMENTS = 2_000, 50
QUESTIONS, SECTIONS, PHOTOS = 200, 10, 60
_LOG_IN = "allauth.account.auth_backends.AuthenticationBackend"


@transaction.atomic
def prepare():
    Municipality.objects.create(pk=1, name="Municipality")
    root = _unit("root", Level.MUNICIPALITY, None)
    hr, manager = _person("hr"), _person("manager")
    roles.appoint(hr, Role.HR, root)
    checklist = _checklist()
    RoundSchedule.objects.create(
        unit=root,
        is_for_each_below=True,
        checklist_code=checklist.code,
        area=checklist.area,
        first_on=date(2020, 1, 1),
        created_by=hr,
    )
    for number in range(DEPARTMENTS):
        department = _unit(f"d{number}", Level.DEPARTMENT, root)
        for place in range(WORKPLACES // DEPARTMENTS):
            unit = _unit(f"w{number}-{place}", Level.UNIT, department)
            if place % 3:
                _round(unit, checklist, hr, made=True)
    roles.appoint(manager, Role.MANAGER, unit)
    _fill(_round(unit, checklist, manager, made=True), manager, photos=PHOTOS)
    _fill(_round(unit, checklist, manager), manager, photos=PHOTOS)


def _unit(code, level, parent):
    return history.establish(
        code, name=f"Unit {code}", level=level, parent=parent, since=date(2020, 1, 1)
    )


def _person(name):
    return User.objects.create(email=f"{name}@example.org", name=name)


def _checklist():
    checklist = Checklist.objects.create(
        code="long",
        version=1,
        name="Long",
        area="osa",
        status="draft",
        is_offered=False,
    )
    for order in range(SECTIONS):
        section = Section.objects.create(
            checklist=checklist, order=order, title=f"Section {order}"
        )
        Question.objects.bulk_create(
            Question(
                section=section,
                order=place,
                key=Question.key_of("long", f"{order} {place}"),
                text=f"Is point {place} of part {order} as it should be at the workplace?",
                help_text="Look at it together with those who work there.",
            )
            for place in range(QUESTIONS // SECTIONS)
        )
    checklist.publish()
    return checklist


def _round(unit, checklist, by, *, made=False):
    round = InspectionRound.objects.plan(
        by=by, unit=unit, checklists=[checklist], planned_on=today()
    )
    if made:
        day = today() - timedelta(days=1)
        rows = InspectionRound.objects.filter(pk=round.pk)
        rows.update(status="in_review", planned_on=day, carried_out_on=day)
    return round


def _fill(round, by, *, photos):
    """Answer all but every tenth question; photos stand with the first ones."""
    answers = Answer.objects.bulk_create(
        Answer(
            round=round,
            question=question,
            value="no" if place % 5 == 0 else "yes",
            shows_risk=place % 5 == 0,
            comment="The lamp at the far end is out." if place % 5 == 0 else "",
            answered_by=by,
        )
        for place, question in enumerate(round.questions())
        if place % 10
    )
    for answer in answers[:photos]:
        AnswerPhoto.objects.create(
            answer=answer, attachment=keep(rewrite(_picture()), by), added_by=by
        )


def _picture():
    file = BytesIO()
    Image.new("RGB", (400, 300), "green").save(file, "JPEG")
    return SimpleUploadedFile("photo.jpg", file.getvalue())


def seconds(what, times):
    """The seconds of each time, then queries and bytes of one."""
    asking = _ASKING[what]()
    asking()
    taken = []
    for _number in range(times):
        began = time.perf_counter()
        asking()
        taken.append(time.perf_counter() - began)
    with CaptureQueriesContext(connection) as captured:
        content = asking().content
    queries = [each["sql"] for each in captured.captured_queries]
    return taken, sum(not TRANSACTION.match(each) for each in queries), len(content)


@cache
def _client(name):
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(email=f"{name}@example.org"), _LOG_IN)
    return client


def _walk():
    round = InspectionRound.objects.get(status="planned")
    return lambda: _found(_client("manager").get(round.get_absolute_url()))


def _answer():
    round = InspectionRound.objects.get(status="planned")
    questions = iter(list(round.questions()) * 2)

    def send():
        address = reverse("riskassessment:answer", args=[round.pk, next(questions).pk])
        data = {"value": "yes", "comment": "", "key": uuid4()}
        return _found(
            _client("manager").post(
                address, data, headers={"Accept": "application/json"}
            )
        )

    return send


def _coverage():
    address = reverse("riskassessment:coverage")
    return lambda: _found(_client("hr").get(address))


def _found(response):
    if response.status_code != 200:
        raise AssertionError(f"{response.status_code} {response.content[:500]!r}")
    return response


_ASKING = {"walk": _walk, "answer": _answer, "coverage": _coverage}
