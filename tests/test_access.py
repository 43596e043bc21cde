"""Who may do what: every address × every role, checked against one table.

The world: an incident, a measure, a round in review with a risk, all in the north school,
whose committee has a report. 302 for a visitor is the way to the login page.
"""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from PIL import Image

from actionplans.models import ActionPlan
from attachments.photos import keep_photo
from organisation import history, roles
from organisation.models import Role
from reports.models import Document, Job, Production, Snapshot
from riskassessment.models import Risk
from tests.factories import (
    FOUNDED,
    ChecklistFactory,
    CommitteeFactory,
    IncidentFactory,
    InspectionRoundFactory,
    MeasureFactory,
    UserFactory,
)
from tests.reports.factories import figures, reporting_year

ROLES = [
    "visitor",
    "employee",
    "elsewhere",
    "manager",
    "safety_rep",
    "head",
    "hr",
    "reader",
    "administrator",
]

# Rows: method, address, then the answer for each role in the order of ROLES. What may not
# be seen is 404, what may be seen but not done is 403; 200, 302 and 422 let the person in.
#                                 visitor empl  elsew mana  rep   head  hr    read  admin
TABLE = """
GET  start                        302     200   200   200   200   200   200   200   200
GET  incidents:list               302     200   200   200   200   200   200   200   200
GET  incidents:report             302     200   200   200   200   200   200   200   200
GET  incidents:detail             302     404   404   200   200   200   200   404   404
GET  incidents:receipt            302     404   404   404   404   404   404   404   404
GET  incidents:photo              302     404   404   200   200   200   200   404   404
GET  incidents:thumbnail          302     404   404   200   200   200   200   404   404
POST incidents:act:start          302     404   404   302   403   302   403   404   404
POST incidents:act:conclude       302     404   404   422   403   422   403   404   404
POST incidents:act:close          302     404   404   422   403   422   403   404   404
GET  organisation:unit_options    302     200   200   200   200   200   200   200   200
GET  riskassessment:round_list    302     200   200   200   200   200   200   200   200
GET  riskassessment:risk_list     302     200   200   200   200   200   200   200   200
GET  riskassessment:round_plan    302     403   200   200   403   200   403   403   403
GET  riskassessment:round_detail  302     404   404   200   200   200   200   404   404
POST riskassessment:answer        302     404   404   302   403   302   403   404   404
POST riskassessment:assess        302     404   404   422   403   422   403   404   404
POST riskassessment:comment       302     404   404   403   302   403   403   404   404
GET  riskassessment:measure_add   302     404   404   200   403   200   403   404   404
POST riskassessment:submit        302     404   404   422   403   422   403   404   404
POST riskassessment:hand_back     302     404   404   403   422   403   403   404   404
POST riskassessment:sign          302     404   404   403   422   403   403   404   404
GET  actionplans:measure_list     302     200   200   200   200   200   200   200   200
GET  actionplans:measure_detail   302     404   404   200   200   200   200   404   404
POST actionplans:measure_act:finish 302   404   404   422   403   422   403   404   404
GET  actionplans:measure_add      302     404   404   200   403   200   403   404   404
GET  actionplans:responsible_options 302  404   404   200   404   200   404   404   404
GET  reports:list                 302     200   200   200   200   200   200   200   200
GET  reports:detail               302     404   404   404   404   200   200   200   404
GET  reports:summary              302     404   404   404   404   404   200   404   404
GET  reports:section              302     404   404   404   404   403   200   403   404
POST reports:act:submit           302     404   404   404   404   403   302   403   404
GET  reports:document             302     404   404   404   404   200   200   200   404
GET  reports:import_figures       302     403   403   403   403   403   200   403   403
GET  reports:import_template      302     403   403   403   403   403   200   403   403
GET  reports:production_progress  302     403   403   403   403   403   200   403   403
POST reports:produce              302     403   403   403   403   403   302   403   403
POST reports:retry                302     403   403   403   403   403   302   403   403
GET  ui:help                      200     200   200   200   200   200   200   200   200
GET  ui:accessibility             200     200   200   200   200   200   200   200   200
POST ui:language                  302     302   302   302   302   302   302   302   302
"""
ROWS = [row.split() for row in TABLE.strip().splitlines()]


@pytest.fixture
def people(municipality, administration, school, other_school):
    def holder(role, unit):
        user = UserFactory(unit=unit)
        roles.appoint(user, role, unit)
        return user

    return {
        "visitor": None,
        "employee": UserFactory(unit=school),
        "elsewhere": holder(Role.MANAGER, other_school),
        "manager": holder(Role.MANAGER, school),
        "safety_rep": holder(Role.SAFETY_REPRESENTATIVE, school),
        "head": holder(Role.HEAD, administration),
        "hr": holder(Role.HR, municipality),
        "reader": holder(Role.READER, administration),
        "administrator": holder(Role.ADMINISTRATOR, municipality),
    }


@pytest.fixture
def addresses(people, administration, school):
    """Each address of the table, leading to what is in the north school."""
    committee = CommitteeFactory(slug="schools")
    history.reorganise(administration, on=FOUNDED, committee=committee)
    incident = IncidentFactory(unit=school)
    photo = keep_photo(_picture(), by=incident.reported_by)
    incident.photos.add(photo)
    measure = MeasureFactory(plan=ActionPlan.objects.create(unit=school))
    risk = _risk_of_round_in_review(school, people)
    question = [risk.answer.round_id, risk.answer.question_id]
    figures(committee)
    year = reporting_year()
    report = year.reports.get(committee=committee)
    summary = year.reports.get(committee=None)
    production = Production.objects.create(reporting_year=year)
    snapshot = Snapshot.objects.keep(report, {})
    document = Document.objects.create(
        snapshot=snapshot, kind="pdf", size=1, file=ContentFile(b"%", name="a.pdf")
    )
    job = Job.objects.create(production=production, report=report, status="failed")
    section = report.narratives.first().section
    round = risk.answer.round_id
    return {
        "incidents:detail": [incident.pk],
        "incidents:receipt": [incident.pk],
        "incidents:photo": [incident.pk, photo.pk],
        "incidents:thumbnail": [incident.pk, photo.pk],
        "incidents:act": [incident.pk],
        "riskassessment:round_detail": [round],
        "riskassessment:answer": question,
        "riskassessment:assess": question,
        "riskassessment:comment": question,
        "riskassessment:measure_add": [risk.pk],
        "riskassessment:submit": [round],
        "riskassessment:hand_back": [round],
        "riskassessment:sign": [round],
        "actionplans:measure_detail": [measure.pk],
        "actionplans:measure_act": [measure.pk],
        "actionplans:measure_add": [measure.plan_id],
        "actionplans:responsible_options": [school.pk],
        "reports:detail": [report.pk],
        "reports:summary": [summary.pk],
        "reports:section": [report.pk, section.code],
        "reports:act": [report.pk],
        "reports:document": [document.pk],
        "reports:production_progress": [production.pk],
        "reports:produce": [year.year],
        "reports:retry": [job.pk],
    }


def _picture():
    file = BytesIO()
    Image.new("RGB", (40, 20), "red").save(file, "JPEG")
    return SimpleUploadedFile("photo.jpg", file.getvalue())


def _risk_of_round_in_review(school, people):
    checklist = ChecklistFactory(questions=1)
    question = checklist.sections.get().questions.get()
    round = InspectionRoundFactory(unit=school, checklist=checklist)
    answer = round.answer(question, by=people["manager"], value="no", comment="")
    risk = Risk.objects.assess(
        answer, description="A fall", likelihood=3, consequence=3
    )
    round.submit(by=people["manager"], carried_out_on=round.planned_on, present=[])
    return risk


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_addresses_answer_the_role_as_the_table_says(people, addresses, role):
    client = Client()
    if people[role]:
        client.force_login(
            people[role], "allauth.account.auth_backends.AuthenticationBackend"
        )
    column = 2 + ROLES.index(role)

    answers = {
        f"{method} {address}": _answer(client, method, _url_of(address, addresses))
        for method, address, *_answers in ROWS
    }

    assert answers == {f"{row[0]} {row[1]}": int(row[column]) for row in ROWS}


def _answer(client, method, url):
    """The status alone: what the request changed is taken back."""
    with transaction.atomic():
        response = client.generic(method, url)
        # Read to the end, so that the file behind a download is closed.
        _content = b"".join(response)
        transaction.set_rollback(True)
    return response.status_code


def _url_of(address, arguments):
    """`app:name`, or `app:name:act` where the act's name ends the address."""
    app_and_name, *act = [":".join(address.split(":")[:2]), *address.split(":")[2:]]
    name = "reports:detail" if address == "reports:summary" else app_and_name
    return reverse(name, args=[*arguments.get(app_and_name, []), *act])


def named_addresses(patterns=None, namespace=""):
    for pattern in patterns or get_resolver().url_patterns:
        if not isinstance(pattern, URLPattern):
            yield from named_addresses(
                pattern.url_patterns, pattern.namespace or namespace
            )
        elif pattern.name:
            yield f"{namespace}:{pattern.name}" if namespace else pattern.name


def test_table_knows_every_address():
    told = {":".join(address.split(":")[:2]) for _method, address, *_rest in ROWS}
    # allauth's own pages are about oneself alone.
    ours = {each for each in named_addresses() if not each.startswith("account_")}

    assert ours - told == set()
