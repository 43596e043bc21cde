from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from reports.metrics import METRICS, Sex


class ReportTemplateQuerySet(models.QuerySet):
    def newest(self, code):
        return self.filter(code=code).latest("version")

    def for_new_year(self):
        """The newest version of what was used last, else of any; None when none is loaded."""
        used = self.filter(reportingyear__isnull=False)
        last = used.order_by("-reportingyear__year").first()
        return self.newest(last.code) if last else self.order_by("-version").first()


class ReportTemplate(models.Model):
    """What a municipality's report contains. A version that is in use never changes.

    Loaded from files by `manage.py load_report_templates`.
    """

    code = models.SlugField(_("code"))
    version = models.PositiveIntegerField(_("version"))
    name = models.CharField(_("name"), max_length=200)
    # Printed on the cover, and the beginning of the documents' file names.
    title = models.CharField(_("title"), max_length=200)
    file_name = models.SlugField(_("file name"))

    objects = ReportTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"], name="reporttemplate_version"
            )
        ]

    def __str__(self):
        return f"{self.name} ({self.version})"


class SectionQuerySet(models.QuerySet):
    def with_rows(self):
        """With what each table's `read_rows` are made from, in the same query."""
        rows = TableRow.objects.filter(section=OuterRef("pk")).order_by("order")
        named = {name: name for name in ["label", "metric_code", "sex"]}
        in_json = rows.values(json=JSONObject(**named))
        return self.annotate(rows_as_read=ArraySubquery(in_json))


class Section(models.Model):
    """One piece of the report, in order; several may stand under one numbered heading."""

    class Kind(models.TextChoices):
        HEADING = "heading", _("Heading")
        NARRATIVE = "narrative", _("Text")
        METRIC_TABLE = "metric_table", _("Table of figures")
        QUESTION_BLOCK = "question_block", _("Questions")
        # What was lifted to the committee in the report's period, or in the one before
        # with what has come of it.
        LIFTED = "lifted", _("Matters lifted to the committee")
        LIFTED_BEFORE = (
            "lifted_before",
            _("What came of the matters of the year before"),
        )

    class Compared(models.TextChoices):
        """Where a table has a column for the period before and one for the difference."""

        NOWHERE = "nowhere", _("Nowhere")
        IN_COMMITTEES = "in_committees", _("In the committees' reports")
        EVERYWHERE = "everywhere", _("Everywhere")

    template = models.ForeignKey(
        ReportTemplate, models.CASCADE, related_name="sections"
    )
    order = models.PositiveIntegerField()
    code = models.SlugField(_("code"))
    # Empty where the piece belongs to the heading above it.
    number = models.CharField(_("number"), max_length=20, blank=True)
    title = models.CharField(_("title"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    # Tells the writer what is asked for; not printed.
    guidance = models.TextField(_("guidance"), blank=True)
    # Of tables: the heads of the columns. Without a value head the period is written.
    label_heading = models.CharField(max_length=200, blank=True)
    value_heading = models.CharField(max_length=50, blank=True)
    comparison_heading = models.CharField(max_length=50, blank=True)
    compared = models.CharField(
        max_length=20, choices=Compared, default=Compared.EVERYWHERE
    )

    objects = SectionQuerySet.as_manager()

    class Meta:
        ordering = ["template", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "code"], name="section_code_in_template"
            ),
            models.UniqueConstraint(
                fields=["template", "order"], name="section_order_in_template"
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}".strip()

    @property
    def level(self):
        """1 for section 2, 2 for section 2.1; 0 without a number."""
        return len(self.number.split(".")) if self.number else 0

    @property
    def read_rows(self):
        """The rows of a table, of a section that was read `with_rows`."""
        return [TableRow(section=self, **row) for row in self.rows_as_read]


class TableRow(models.Model):
    """A metric in a table; without a metric the row is a heading of those below."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="rows")
    order = models.PositiveIntegerField()
    label = models.CharField(_("label"), max_length=200)
    metric_code = models.CharField(_("metric"), max_length=50, blank=True)
    sex = models.CharField(_("sex"), max_length=10, choices=Sex, blank=True)

    class Meta:
        ordering = ["section", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["section", "order"], name="tablerow_order_in_section"
            )
        ]

    def __str__(self):
        return self.label

    @property
    def metric(self):
        """None for a heading; KeyError for a metric that the program does not have."""
        return METRICS[self.metric_code] if self.metric_code else None


class Question(models.Model):
    class Rule(models.TextChoices):
        """What the municipality's answer is proposed to be."""

        ALL = "all", _("Yes when all say yes, no when one says no")
        ANY = "any", _("Yes when one says yes, no when all say no")

    section = models.ForeignKey(Section, models.CASCADE, related_name="questions")
    order = models.PositiveIntegerField()
    code = models.SlugField(_("code"))
    text = models.CharField(_("question"), max_length=500)
    rule = models.CharField(_("rule"), max_length=10, choices=Rule, default=Rule.ALL)

    class Meta:
        ordering = ["section__order", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["section", "code"], name="question_code_in_section"
            )
        ]

    def __str__(self):
        return self.text
