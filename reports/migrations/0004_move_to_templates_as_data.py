from django.db import migrations
from django.db.models import F

# What the program counted and HR delivered before quantities and metrics were rows. Their
# names come with `load_report_templates`.
COUNTED = ["injuries", "near_misses", "closed"]
DELIVERED = [
    "scheduled_hours",
    "sick_hours_short",
    "sick_hours_long",
    "employees",
    "external_leavers",
    "pension_leavers",
    "additional_hours",
    "overtime_hours",
]
SICK = ["sick_hours_short", "sick_hours_long"]
METRICS = {
    "injuries": ("count", ["injuries"], []),
    "near_misses": ("count", ["near_misses"], []),
    "closed": ("count", ["closed"], []),
    "sick_leave": ("percent", SICK, ["scheduled_hours"]),
    "sick_leave_short": ("percent", SICK[:1], ["scheduled_hours"]),
    "sick_leave_long": ("percent", SICK[1:], ["scheduled_hours"]),
    "staff_turnover": ("percent", ["external_leavers"], ["employees"]),
    "external_leavers": ("count", ["external_leavers"], []),
    "pension_leavers": ("count", ["pension_leavers"], []),
    "additional_hours": ("hours", ["additional_hours"], []),
    "overtime_hours": ("hours", ["overtime_hours"], []),
    "extra_hours": ("hours", ["additional_hours", "overtime_hours"], []),
}
KEY_METRICS = [
    "injuries",
    "near_misses",
    "closed",
    "sick_leave",
    "staff_turnover",
    "extra_hours",
]
EVIDENCE = ["reported-back", "rounds-carried-out", "safety-representatives-took-part"]


def forwards(apps, schema_editor):
    _metrics(apps)
    _templates(apps)
    _reports(apps)


def _metrics(apps):
    Quantity = apps.get_model("reports", "Quantity")
    Metric = apps.get_model("reports", "Metric")
    Quantity.objects.bulk_create(
        Quantity(
            code=code,
            label=code,
            source="counted" if code in COUNTED else "imported",
            over="mean" if code == "employees" else "sum",
        )
        for code in COUNTED + DELIVERED
    )
    Metric.objects.bulk_create(
        Metric(
            code=code,
            label=code,
            scale=scale,
            of=of,
            per=per,
            is_annual=code == "staff_turnover",
            group="" if code in COUNTED else "employees",
        )
        for code, (scale, of, per) in METRICS.items()
    )


def _templates(apps):
    Section = apps.get_model("reports", "Section")
    TableColumn = apps.get_model("reports", "TableColumn")
    TableRow = apps.get_model("reports", "TableRow")
    Question = apps.get_model("reports", "Question")
    ReportTemplate = apps.get_model("reports", "ReportTemplate")
    ReportTemplate.objects.update(key_metrics=KEY_METRICS)
    Question.objects.filter(code__in=EVIDENCE).update(evidence=F("code"))
    for row in TableRow.objects.exclude(metric_code=""):
        row.metric_id = row.metric_code
        row.save(update_fields=["metric"])
    columns = []
    for section in Section.objects.filter(kind="metric_table"):
        levels = ["committee"] if section.compared == "in_committees" else []
        columns.append(
            TableColumn(section=section, order=1, heading=section.value_heading)
        )
        if section.compared != "nowhere":
            columns += [
                TableColumn(
                    section=section,
                    order=2,
                    heading=section.comparison_heading,
                    span="compared",
                    levels=levels,
                ),
                TableColumn(section=section, order=3, kind="difference", levels=levels),
            ]
    TableColumn.objects.bulk_create(columns)


def _reports(apps):
    Report = apps.get_model("reports", "Report")
    Edition = apps.get_model("reports", "Edition")
    ReportTransition = apps.get_model("reports", "ReportTransition")
    Report.objects.filter(committee=None).update(level="municipality")
    approved = Report.objects.filter(status="approved")
    for report in approved:
        move = ReportTransition.objects.filter(report=report, to_status="approved").last()
        edition = Edition.objects.create(
            report=report,
            number=1,
            snapshot=report.approved_snapshot,
            approved_by=move and move.by,
        )
        if move:
            Edition.objects.filter(pk=edition.pk).update(approved_at=move.at)
    approved.filter(presented_on__isnull=False).update(status="presented")


def backwards(apps, schema_editor):
    """What the version before had no place for is lost: parts of units, texts in rows,
    figures by age, the documents of other kinds."""
    get = apps.get_model
    Report = get("reports", "Report")
    others = Report.objects.exclude(level__in=["committee", "municipality"])
    get("reports", "Job").objects.filter(report__in=[each.pk for each in others]).delete()
    get("reports", "Edition").objects.all().delete()
    others.update(status="draft", approved_snapshot=None)
    others.delete()
    get("reports", "Job").objects.exclude(kind="pdf").delete()
    get("reports", "Document").objects.exclude(kind__in=["pdf", "xlsx"]).delete()
    get("reports", "Narrative").objects.exclude(row=None).delete()
    get("reports", "Figure").objects.exclude(age="").delete()
    Report.objects.filter(status="returned").update(status="draft")
    Report.objects.filter(status__in=["presented", "archived"]).update(status="approved")
    _compared(apps)
    get("reports", "TableColumn").objects.all().delete()
    TableRow = get("reports", "TableRow")
    for row in TableRow.objects.filter(metric__isnull=False):
        row.metric_code = row.metric_id
        row.metric = None
        row.save(update_fields=["metric_code", "metric"])
    TableRow.objects.filter(metric_code=None).update(metric_code="")
    get("reports", "Target").objects.all().delete()
    get("reports", "ComparisonFigure").objects.all().delete()
    get("reports", "Metric").objects.all().delete()
    get("reports", "Quantity").objects.all().delete()


def _compared(apps):
    Section = apps.get_model("reports", "Section")
    for section in Section.objects.filter(kind="metric_table"):
        columns = list(section.columns.order_by("order"))
        compared = [each for each in columns if each.span == "compared"]
        section.compared = "nowhere"
        if columns:
            section.value_heading = columns[0].heading
        if compared:
            is_limited = bool(compared[0].levels)
            section.compared = "in_committees" if is_limited else "everywhere"
            section.comparison_heading = compared[0].heading
        section.save()


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_templates_as_data")]

    operations = [migrations.RunPython(forwards, backwards)]
