"""What the addresses of meetings lead to, all of the north school."""

from attachments.models import Attachment
from meetings import calling, mailbox
from meetings.models import (
    GroupAgreement,
    Link,
    MeetingSeries,
    StandingItem,
    YearlyStatement,
)
from meetings.models.links import link_fields
from sam.dates import today
from tests.factories import (
    ActionPlanFactory,
    IncidentFactory,
    MeasureFactory,
    WorkEnvironmentPlanFactory,
)
from tests.meetings.factories import (
    AgendaTemplateFactory,
    BodyFactory,
    DialogToolFactory,
    MeetingFactory,
)


def addresses(people, school):
    manager, hr = people["manager"], people["hr"]
    meeting = MeetingFactory(unit=school)
    item = meeting.add_item(title="Workload")
    file = Attachment.objects.store(b"Text", content_type="text/plain", name="a.txt")
    item.attachments.add(file)
    meeting.attendances.create(person=manager, role="manager")
    (discussion,) = calling.plan(
        by=manager, kind="discussion", unit=school, days=[today()]
    )
    body = BodyFactory(unit=school, chair=manager, kind="amu")
    body.seat(person=people["safety_rep"], function="member", side="employees")
    member = body.memberships.get(function="member")
    matter = mailbox.send(
        body, by=people["employee"], subject="Noise", text="Since March.", unit=school
    )
    matter.attachments.add(file)
    statement = YearlyStatement.objects.create(
        body=body, year=today().year - 1, created_by=manager
    )
    held = MeetingFactory(unit=school, status="held")
    series = MeetingSeries.objects.create(name="Start", unit=school, created_by=hr)
    series.plan_with([(manager, school)], by=hr, days=[today()])
    agreement = GroupAgreement.objects.create(
        unit=school,
        text="We greet.",
        agreed_on=today().replace(day=1, month=1),
        review_on=today().replace(day=31, month=12),
        written_by=manager,
    )
    agenda = AgendaTemplateFactory()
    standing = StandingItem.objects.create(template=agenda, title="Workload")
    measure = MeasureFactory(plan=ActionPlanFactory(unit=school), responsible=manager)
    waiting = MeasureFactory(
        plan=ActionPlanFactory(unit=school),
        responsible=manager,
        status="waiting",
        waits_for="AMU",
    )
    order = meeting.add_item(
        title="Order", decision="Yes.", **link_fields(Link.to(waiting, waiting))
    )
    of_meeting = [
        "meeting_detail",
        "meeting_change",
        "agenda",
        "agenda_fill",
        "item_add",
        "attendee_add",
        "minutes",
        "attendance",
        "paper",
        "meeting_act",
    ]
    of_item = ["edit", "move", "remove", "minute", "end"]
    of_body = ["body_detail", "body_edit", "member_add", "control", "statement_begin"]
    of_statement = ["detail", "edit", "approve", "deliver"]
    return {
        **{f"meetings:{each}": [meeting.pk] for each in of_meeting},
        **{f"meetings:item_{each}": [item.pk] for each in of_item},
        "meetings:measure_add": [item.pk],
        "meetings:item_file": [item.pk, file.pk],
        "meetings:discussion": [discussion.pk],
        "meetings:incident_lift": [IncidentFactory(unit=school).pk],
        "meetings:measure_order": [measure.pk],
        "meetings:order_give": [order.pk],
        "meetings:ruling_add": [
            WorkEnvironmentPlanFactory(unit=school, kind="project").pk
        ],
        **{f"meetings:{each}": [body.pk] for each in of_body},
        "meetings:member_end": [body.pk, member.pk],
        "meetings:matter_detail": [matter.pk],
        "meetings:matter_act": [matter.pk],
        "meetings:matter_file": [matter.pk, file.pk],
        **{f"meetings:statement_{each}": [statement.pk] for each in of_statement},
        "meetings:document": ["minutes", held.pk],
        "meetings:document_file": ["minutes", held.pk],
        "meetings:series_detail": [series.pk],
        "meetings:series_report": [series.pk],
        "meetings:tool_edit": [DialogToolFactory().pk],
        **{
            f"meetings:agreement_{each}": [agreement.pk]
            for each in ["detail", "edit", "end"]
        },
        "meetings:template_detail": [agenda.pk],
        "meetings:template_edit": [agenda.pk],
        "meetings:standing_add": [agenda.pk],
        "meetings:standing_edit": [agenda.pk, standing.pk],
        "meetings:standing_act": [agenda.pk, standing.pk],
    }
