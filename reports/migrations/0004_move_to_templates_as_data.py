from django.db import migrations
from django.db.models import F, Q

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

# Of the sections that the version before knew.
KINDS = [
    "heading",
    "narrative",
    "metric_table",
    "question_block",
    "lifted",
    "lifted_before",
]


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
    """What the version before had no place for is lost: parts of units, the other reports
    of a year that has several, decisions of committees (their measures stay), texts in
    rows, sections of other kinds with their answers, templates that no year uses, figures
    by age and of the municipality's own quantities, the documents of other kinds."""
    _delete(apps, "CommitteeDecision")
    _forget_reports(apps)
    _forget_templates(apps)
    _forget_metrics(apps)


def _delete(apps, name, **which):
    """Only the rows themselves: what goes with them is named. (Among the models of a
    migration that is undone Django does not find it.)"""
    rows = apps.get_model("reports", name).objects.filter(**which)
    rows._raw_delete(rows.db)


def _forget_reports(apps):
    get = apps.get_model
    Report = get("reports", "Report")
    Job = get("reports", "Job")
    years = get("reports", "ReportingYear").objects
    # Of each year the reports of the whole of it, of those the oldest.
    kept = years.order_by("year", "part", "pk").distinct("year")
    surplus = [each.pk for each in years.exclude(pk__in=[each.pk for each in kept])]
    is_other = ~Q(level__in=["committee", "municipality"])
    others = Report.objects.filter(is_other | Q(reporting_year__in=surplus))
    others = [each.pk for each in others]
    _delete(apps, "Edition")
    for name in [
        "Narrative",
        "Answer",
        "ReportTransition",
        "CoverReport",
        "ReportReminder",
        "Job",
    ]:
        _delete(apps, name, report__in=others)
    _delete(apps, "Job", production__reporting_year__in=surplus)
    _delete(apps, "Production", reporting_year__in=surplus)
    Job.objects.filter(snapshot__report__in=others).update(snapshot=None)
    _delete(apps, "Document", snapshot__report__in=others)
    _delete(apps, "Snapshot", report__in=others)
    _delete(apps, "Report", pk__in=others)
    _delete(apps, "ReportingYear", pk__in=surplus)
    _delete(apps, "Job", kind__in=["xlsx", "docx", "archive"])
    _delete(apps, "Document", kind__in=["docx", "archive"])
    _delete(apps, "Narrative", row__isnull=False)
    Report.objects.filter(status="returned").update(status="draft")
    Report.objects.filter(status__in=["presented", "archived"]).update(status="approved")


def _forget_templates(apps):
    get = apps.get_model
    Section = get("reports", "Section")
    TableRow = get("reports", "TableRow")
    ReportTemplate = get("reports", "ReportTemplate")
    used = get("reports", "ReportingYear").objects.values("template")
    unused = [each.pk for each in ReportTemplate.objects.exclude(pk__in=used)]
    is_printed = Q(levels__overlap=["committee", "municipality"])
    kept = Section.objects.filter(is_printed, kind__in=KINDS, template__in=used)
    lost = [each.pk for each in Section.objects.exclude(pk__in=kept.values("pk"))]
    _delete(apps, "Narrative", section__in=lost)
    _delete(apps, "Answer", question__section__in=lost)
    for name in ["TableRow", "TableColumn", "Question"]:
        _delete(apps, name, section__in=lost)
    _delete(apps, "Section", pk__in=lost)
    ReportTemplate.objects.filter(based_on__in=unused).update(based_on=None)
    _delete(apps, "ReportTemplate", pk__in=unused)
    _compared(apps)
    _delete(apps, "TableColumn")
    unknown = TableRow.objects.exclude(metric=None).exclude(metric__in=[*METRICS])
    _delete(apps, "TableRow", pk__in=[each.pk for each in unknown])
    for row in TableRow.objects.filter(metric__isnull=False):
        row.metric_code = row.metric_id
        row.metric = None
        row.save(update_fields=["metric_code", "metric"])
    TableRow.objects.filter(metric_code=None).update(metric_code="")


def _forget_metrics(apps):
    Figure = apps.get_model("reports", "Figure")
    unknown = ~Q(age="") | ~Q(quantity__in=DELIVERED)
    _delete(apps, "Figure", pk__in=Figure.objects.filter(unknown).values("pk"))
    _delete(apps, "FigureImport", status__in=["waiting", "checked", "taken_back"])
    for name in ["Target", "ComparisonFigure", "Metric", "Quantity"]:
        _delete(apps, name)


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
