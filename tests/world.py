"""A small world in which each address leads somewhere, and one person for each role.

An incident, a measure, a round in review with a risk, all in the north school, whose
committee has a report.
"""

from datetime import timedelta
from importlib import import_module
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from actionplans.models import ActionPlan, Escalation, Example
from attachments.photos import keep, rewrite
from incidents.models import (
    Export,
    HistoryImport,
    Notice,
    ReportingLink,
    SavedFilter,
)
from mailing.models import Message
from organisation import history, roles
from organisation.models import CalendarFeed, Committee, Role
from organisation.unsubscribing import unsubscribe_path
from reports import editing as template_editing
from reports.importing import running as importing
from reports.models import (
    ComparisonSeries,
    Document,
    Job,
    Metric,
    Production,
    Quantity,
    ReportingYear,
    ReportTemplate,
    Snapshot,
)
from riskassessment import changing, editing
from riskassessment.models import Answer, ChangeAssessment, Risk
from sam.dates import today
from tests.factories import (
    FOUNDED,
    ChecklistFactory,
    CommitteeFactory,
    IncidentFactory,
    InspectionRoundFactory,
    MeasureFactory,
    RoundScheduleFactory,
    UnitFactory,
    UserFactory,
    WorkEnvironmentPlanFactory,
)
from tests.reports.factories import figures, reporting_year
from tests.representatives.factories import RepRequestFactory, StopWorkFactory

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
    "archivist",
    "officer",
]


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
        "archivist": holder(Role.ARCHIVIST, municipality),
        "officer": holder(Role.DATA_PROTECTION_OFFICER, municipality),
    }


@pytest.fixture
def addresses(people, administration, school):
    """Each address of the table, leading to what is in the north school."""
    committee = CommitteeFactory(slug="schools")
    history.reorganise(administration, on=FOUNDED, committee=committee)
    incident = IncidentFactory(unit=school)
    photo = keep(rewrite(_picture()), incident.reported_by)
    incident.photos.add(photo)
    notice = [incident.pk, _notice(incident, photo).rule]
    link = ReportingLink.objects.create(unit=school, created_by=people["manager"])
    under_way = IncidentFactory(unit=school, status="investigating")
    measure = MeasureFactory(plan=ActionPlan.objects.create(unit=school))
    risk = _risk_of_round_in_review(school, people)
    question = [risk.answer.round_id, risk.answer.question_id]
    photo_of_answer = risk.answer.photos.get()
    coming = InspectionRoundFactory(unit=school, planned_by=people["manager"])
    asked = coming.participants.create(name="Nurse", part="expert")
    cancelled = InspectionRoundFactory(unit=school, status="cancelled")
    recurring = RoundScheduleFactory(unit=school)
    substitute = roles.appoint(UserFactory(), Role.SUBSTITUTE, school)
    message = Message.objects.create(recipient=people["manager"], subject="A report")
    figures(committee)
    year = reporting_year()
    report = year.reports.get(committee=committee)
    summary = year.reports.get(level="municipality")
    production = Production.objects.create(reporting_year=year)
    snapshot = Snapshot.objects.keep(report, {})
    document = Document.objects.create(
        snapshot=snapshot, kind="pdf", size=1, file=ContentFile(b"%", name="a.pdf")
    )
    job = Job.objects.create(production=production, report=report, status="failed")
    section = report.narratives.first().section
    round = risk.answer.round_id
    closed_unit = [_closed_unit_with_risk(people, administration)]
    checked_import = [_checked_import(people["hr"]).pk]
    saved = SavedFilter.objects.create(user=people["manager"], name="Mine", query="")
    export = Export.objects.create(
        user=people["manager"],
        status=Export.Status.DONE,
        file=ContentFile(b"xlsx", name="a.xlsx"),
    )
    return {
        **_of_the_rooms(people, school),
        "incidents:detail": [incident.pk],
        "ui:guide": ["manager"],
        "incidents:rename_filter": [saved.pk],
        "incidents:delete_filter": [saved.pk],
        "incidents:export_progress": [export.pk],
        "incidents:export_file": [export.pk],
        "incidents:receipt": [incident.pk],
        "incidents:photo": [incident.pk, photo.pk],
        "incidents:thumbnail": [incident.pk, photo.pk],
        "incidents:act": [incident.pk],
        "incidents:edit": [incident.pk],
        "incidents:details": [incident.pk],
        "incidents:investigation": [under_way.pk],
        "incidents:comment": [incident.pk],
        "incidents:persons": [incident.pk],
        "incidents:log": [incident.pk],
        "incidents:notice": notice,
        "incidents:notice_receipt": notice,
        "incidents:notice_confirmation": notice,
        "incidents:notice_act": notice,
        "incidents:remark": [incident.pk],
        "incidents:proof": [incident.pk],
        "incidents:proof_document": [incident.pk],
        "incidents:poster": [link.pk],
        "incidents:link_withdraw": [link.pk],
        "public:report": [link.token],
        "public:units": [link.token],
        "incidents:history_import": checked_import,
        "incidents:history_columns": checked_import,
        "incidents:history_values": checked_import,
        "incidents:history_refused": checked_import,
        "incidents:history_act": checked_import,
        "attachments:waiting": [photo.pk],
        "organisation:substitute_end": [substitute.pk],
        "organisation:send_again": [message.pk],
        "unsubscribe": [unsubscribe_path(people["employee"]).split("/")[2]],
        "calendar": [CalendarFeed.objects.make(people["manager"])],
        "riskassessment:round_change": [coming.pk],
        "riskassessment:round_cancel": [coming.pk],
        "riskassessment:round_resume": [cancelled.pk],
        "riskassessment:agenda": [coming.pk],
        "riskassessment:participants": [coming.pk],
        "riskassessment:participant_remove": [coming.pk, asked.pk],
        "riskassessment:schedule_detail": [recurring.pk],
        "riskassessment:schedule_end": [recurring.pk],
        **_addresses_of_checklists(risk, people["hr"]),
        "riskassessment:paper": [round],
        "riskassessment:document": [round],
        "riskassessment:document_file": [round],
        "riskassessment:round_detail": [round],
        "riskassessment:answer": question,
        "riskassessment:assess": question,
        "riskassessment:deviate": question,
        "riskassessment:photo_add": question,
        "riskassessment:photo_remove": [*question, photo_of_answer.pk],
        "riskassessment:photo": [round, photo_of_answer.pk],
        "riskassessment:thumbnail": [round, photo_of_answer.pk],
        "riskassessment:standing": [round],
        "riskassessment:close": [round],
        "riskassessment:comment": question,
        "riskassessment:measure_add": [risk.pk],
        "riskassessment:risk_detail": [risk.pk],
        "riskassessment:risk_act": [risk.pk],
        "riskassessment:closed_unit": closed_unit,
        "actionplans:closed_unit": closed_unit,
        "riskassessment:submit": [round],
        **_addresses_of_changes(school, people),
        "riskassessment:hand_back": [round],
        "riskassessment:sign": [round],
        "actionplans:measure_detail": [measure.pk],
        "actionplans:measure_act": [measure.pk],
        "actionplans:measure_add": [measure.plan_id],
        "actionplans:measure_change": [measure.pk],
        **_of_measure(measure, people["manager"]),
        "actionplans:responsible_options": [school.pk],
        **_of_lifted(school, administration, people["manager"]),
        "escalations:lift_measure": [measure.pk],
        "riskassessment:risk_lift": [risk.pk],
        **_addresses_of_plans(school, people["manager"]),
        **_of_representative(school, people["safety_rep"], photo),
        **_addresses_of_templates(year.template, people["hr"]),
        **_addresses_of_figures(people["hr"]),
        "reports:detail": [report.pk],
        "reports:summary": [summary.pk],
        "reports:section": [report.pk, section.code],
        "reports:section_row": _indicator(committee),
        "reports:act": [report.pk],
        "reports:table": [report.pk, "sick-leave-table"],
        "reports:figure": [report.pk, "sick-leave-table", 1, 1],
        "reports:meeting": [report.pk],
        "reports:dictionary": [year.pk],
        "reports:figures": [year.pk],
        # Not opened; see tests/reports/test_open_data.py.
        "open_data:dictionary": [year.pk],
        "open_data:figures": [year.pk],
        "reports:document": [document.pk],
        "reports:production_progress": [production.pk],
        "reports:year": [year.pk],
        "reports:produce": [year.pk],
        "reports:year_settings": [year.pk],
        "reports:follow": [year.pk],
        "reports:progress": [year.pk],
        "reports:remind": [year.pk],
        "reports:answers": [summary.pk],
        "reports:retry": [job.pk],
    }


def _of_the_rooms(people, school):
    """What rooms say themselves: `addresses(people, school)` in tests/<room>/world.py."""
    found = {}
    for path in sorted(Path(__file__).parent.glob("*/world.py")):
        room = import_module(f"tests.{path.parent.name}.world")
        found |= room.addresses(people, school)
    return found


def of_the_rooms(name):
    """The lines of the files of this name that rooms keep with their tests."""
    paths = sorted(Path(__file__).parent.glob(f"*/{name}"))
    return "".join(path.read_text() for path in paths)


def _addresses_of_templates(published, hr):
    """The one in use, and the draft of its next version."""
    draft = template_editing.make_version(published, by=hr)
    section = draft.sections.filter(rows__isnull=False).first()
    row = section.rows.first()
    reading = ["preview", "file", "version", "copy", "withdraw"]
    writing = ["publish", "discard", "edit", "head", "number", "section_kinds"]
    return {
        "reports:template": [published.pk],
        **{f"reports:template_{each}": [published.pk] for each in reading},
        **{f"reports:template_{each}": [draft.pk] for each in writing},
        "reports:template_section_add": [draft.pk, "cross_table"],
        "reports:template_section": [draft.pk, section.pk],
        "reports:template_section_edit": [draft.pk, section.pk],
        "reports:template_section_place": [draft.pk, section.pk],
        "reports:template_shortcut": [draft.pk, section.pk, "years"],
        "reports:template_part_add": [draft.pk, section.pk, "columns"],
        **{
            f"reports:template_part_{each}": [draft.pk, "rows", row.pk]
            for each in ["edit", "move", "remove"]
        },
    }


def _addresses_of_figures(hr):
    """Files whose columns and words wait for an answer, and one with a refused row; a
    quantity and a metric of the municipality's own, and a series of others."""

    def received(*rows):
        lines = "\n".join(";".join(row) for row in rows)
        file = SimpleUploadedFile("hr.csv", lines.encode())
        return importing.receive(file, importing.opened(file), by=hr)

    columns = received(["A", "B"], ["x", "1"])
    words = received(["Nämnd", "Månad", "Timmar"], ["Skolan", "2023-12", "1"])
    meanings = ["committee", "month", "quantity:scheduled_hours"]
    named = dict(zip(["Nämnd", "Månad", "Timmar"], meanings, strict=True))
    importing.mean(words, by=hr, columns=named)
    name = Committee.objects.get().name
    checked = received(["Nämnd", "Månad", "Antal"], [name, "last year", "1"])
    named = dict(zip(["Nämnd", "Månad", "Antal"], meanings, strict=True))
    importing.mean(checked, by=hr, columns=named)
    own = {"code": "days", "label": "Sick days", "is_own": True}
    Quantity.objects.create(**own)
    Metric.objects.create(**own, of=["days"], scale="days")
    series = ComparisonSeries.objects.create(name="The county")
    return {
        "reports:figure_columns": [columns.pk],
        "reports:figure_import_act": [columns.pk],
        "reports:figure_words": [words.pk],
        "reports:figure_import": [checked.pk],
        "reports:figures_refused": [checked.pk],
        "reports:metric": ["days"],
        "reports:metric_edit": ["days"],
        "reports:quantity_edit": ["days"],
        "reports:series": [series.pk],
        "reports:series_figures": [series.pk, "days"],
        "reports:metric_targets": [today().year, "days"],
    }


def _of_measure(measure, manager):
    """That it was told; and another that has helped, which is told as a good example."""
    told = measure.feedback.create(audience="employees", told_on=today(), by=manager)
    helped = MeasureFactory(plan=measure.plan, helped=True)
    example = Example.objects.share(
        helped, by=manager, may_be_asked=True, title="Mats", topics=["kind:accident"]
    )
    return {
        "actionplans:measure_follow": [measure.pk],
        "actionplans:feedback_add": [measure.pk],
        "actionplans:feedback_remove": [measure.pk, told.pk],
        "examples:detail": [example.pk],
        "examples:withdraw": [example.pk],
        "examples:share": [helped.pk],
    }


def _addresses_of_plans(school, manager):
    """A draft with a goal and a row; another that is decided, and one that has ended."""

    def plan(kind="yearly"):
        return WorkEnvironmentPlanFactory(unit=school, kind=kind, created_by=manager)

    draft, decided, ended = plan(), plan("project"), plan("project")
    goal = draft.add_goal(text="Less sick leave")
    draft.add_row(
        by=manager, activity="Quieter rooms", responsible=manager, due_on=today()
    )
    for each in [decided, ended]:
        each.decide(by=manager, decided_on=today(), decided_by="The committee")
    ended.end(by=manager)
    of_draft = [
        "plan_detail",
        "plan_edit",
        "plan_act",
        "plan_elsewhere",
        "goal_add",
        "goal_carry",
        "row_add",
        "row_move",
        "carry_over",
        "plan_review",
        "paper",
        "document",
        "document_file",
        "sheet",
    ]
    return {
        **{f"plans:{each}": [draft.pk] for each in of_draft},
        "plans:goal_edit": [draft.pk, goal.pk],
        "plans:goal_remove": [draft.pk, goal.pk],
        "plans:plan_evaluate": [decided.pk],
        "plans:plan_go_on": [ended.pk],
    }


def _addresses_of_changes(school, people):
    """One that is being assessed, with a risk; another that is decided."""
    draft, decided = (_change(school, people["manager"]) for _each in range(2))
    ChangeAssessment.objects.filter(pk=decided.pk).update(
        status="decided",
        decision="go_ahead",
        decided_on=today(),
        follow_up_on=decided.starts_on,
    )
    risk = draft.risks.get()
    participant = draft.participants.get(person=people["safety_rep"])
    return {
        "riskassessment:change_detail": [draft.pk],
        "riskassessment:change_edit": [draft.pk],
        "riskassessment:change_dates": [draft.pk],
        "riskassessment:change_act": [draft.pk],
        "riskassessment:change_follow_up": [decided.pk],
        "riskassessment:change_risk_add": [draft.pk],
        "riskassessment:change_risk_edit": [draft.pk, risk.pk],
        "riskassessment:change_risk_drop": [draft.pk, risk.pk],
        "riskassessment:change_participants": [draft.pk],
        "riskassessment:change_participant_add": [draft.pk],
        "riskassessment:change_participant_remove": [draft.pk, participant.pk],
    }


def _change(school, manager):
    change = changing.begin(
        by=manager,
        unit=school,
        title="New rota",
        what_changes="The kitchen works in shifts.",
        affected="Six in the kitchen",
        consequences="Later evenings",
        decision_due_on=today() + timedelta(days=30),
        starts_on=today() + timedelta(days=60),
    )
    change.bring_up(
        by=manager,
        description="Too little rest",
        aspect="organisational",
        likelihood=4,
        consequence=4,
    )
    return change


def _addresses_of_checklists(risk, hr):
    """The one that the round went along, and the draft of a version of our own."""
    published = risk.answer.question.section.checklist
    draft = editing.make_own(published, by=hr)
    section = draft.sections.get()
    question = section.questions.get()
    reading = ["detail", "paper", "copy", "withdraw"]
    writing = ["compare", "publish", "discard", "edit"]
    return {
        **{f"riskassessment:checklist_{each}": [published.pk] for each in reading},
        **{f"riskassessment:checklist_{each}": [draft.pk] for each in writing},
        "riskassessment:head_edit": [draft.pk],
        "riskassessment:section_add": [draft.pk],
        "riskassessment:question_add": [draft.pk],
        **{
            f"riskassessment:{kind}_{each}": [draft.pk, row.pk]
            for kind, row in [("section", section), ("question", question)]
            for each in ["edit", "move", "remove"]
        },
    }


def _checked_import(hr):
    """An import whose words wait for an answer, with a row that was refused."""
    return HistoryImport.objects.create(
        by=hr,
        name="kia.csv",
        status="checked",
        headers=["Ärendenummer", "Händelsetyp", "Enhet"],
        contents={
            "rows": [["1", "Tillbud", "North school"]],
            "values": {"1": {"Tillbud": 1}, "2": {"Nowhere": 1}},
        },
        mapping={
            "columns": {"external_id": 0, "kind": 1, "unit": 2},
            "kind": "",
            "language": "sv",
            "values": {},
        },
        total=1,
        done=1,
        refused=1,
        problems=[{"row": 2, "reasons": ["The cell is empty."]}],
        refused_file=ContentFile(b"PK", name="refused.xlsx"),
    )


def _notice(incident, document):
    """A duty that is not done, with documents as if it were."""
    return Notice.objects.create(
        incident=incident, rule="av", receipt=document, confirmation=document
    )


def _of_representative(school, representative, photo):
    """A request that is sent, with a file; one that is not sent; work that is stopped."""
    own = {"unit": school, "representative": representative}
    sent = RepRequestFactory(**own, sent=True, confirmation=photo)
    sent.attachments.add(photo)
    stop = [StopWorkFactory(**own).pk]
    return {
        "representatives:request_detail": [sent.pk],
        "representatives:request_edit": [RepRequestFactory(**own).pk],
        "representatives:request_act": [sent.pk],
        "representatives:measure_add": [sent.pk],
        "representatives:confirmation": [sent.pk],
        "representatives:request_file": [sent.pk, photo.pk],
        "representatives:stop_detail": stop,
        "representatives:stop_lift": stop,
    }


def _of_lifted(school, administration, manager):
    """A matter that the school has lifted to the administration."""
    step = Escalation.objects.lift(
        by=manager,
        from_unit=school,
        to_unit=administration,
        measure=MeasureFactory(plan=ActionPlan.objects.create(unit=school)),
        matter="The hall echoes",
        theme="premises",
        lacks="money",
        reason="Panels cost more than the school has.",
    )
    return {"escalations:detail": [step.pk], "escalations:act": [step.pk]}


def _picture():
    file = BytesIO()
    Image.new("RGB", (40, 20), "red").save(file, "JPEG")
    return SimpleUploadedFile("photo.jpg", file.getvalue())


def _closed_unit_with_risk(people, administration):
    """It lies beside the school, and whose manager it had nobody is."""
    unit = UnitFactory(parent=administration)
    roles.appoint(people["safety_rep"], Role.SAFETY_REPRESENTATIVE, unit)
    head = people["head"]
    risk = Risk.objects.bring_up(
        unit=unit, by=head, description="A step", likelihood=5, consequence=5
    )
    risk.add_measure(by=head, activity="A ramp", responsible=head, due_on=today())
    history.close(unit, on=today())
    return unit.pk


def _risk_of_round_in_review(school, people):
    checklist = ChecklistFactory(questions=1)
    question = checklist.sections.get().questions.get()
    round = InspectionRoundFactory(unit=school, checklist=checklist)
    answer = round.answer(question, by=people["manager"], value="no", comment="")
    risk = Risk.objects.assess(
        answer,
        by=people["manager"],
        description="A fall",
        likelihood=3,
        consequence=3,
    )
    Answer.objects.add_photo(round, question, rewrite(_picture()), by=people["manager"])
    round.submit(by=people["manager"], carried_out_on=round.planned_on, present=[])
    return risk


def _indicator(committee):
    """An indicator with a text of its own, in the report of another template."""
    template = ReportTemplate.objects.create(
        code="indicators", version=1, title="Indicators", status="draft"
    )
    section = template.sections.create(
        order=1, code="health", number="1", title="Health", kind="indicator_table"
    )
    row = section.rows.create(order=1, label="Sick leave")
    template.publish()
    year = ReportingYear.objects.open(2023, template)
    return [year.reports.get(committee=committee).pk, section.code, row.pk]


def url_of(address, arguments):
    """`app:name`, or `app:name:act` where the act's name ends the address."""
    app_and_name, *act = [":".join(address.split(":")[:2]), *address.split(":")[2:]]
    name = "reports:detail" if address == "reports:summary" else app_and_name
    return reverse(name, args=[*arguments.get(app_and_name, []), *act])
