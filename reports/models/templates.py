import pgtrigger
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Count, F, OuterRef, Q
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reports.metrics import Sex
from reports.models.metrics import ComparisonSeries, Metric
from reports.periods import Cadence, Span
from sam.workflow import MOVED_ON, InvalidTransition


class ReportLevel(models.TextChoices):
    """Who writes: each level puts together what those below it have written."""

    UNIT = "unit", _("The workplaces")
    ADMINISTRATION = "administration", _("The administrations")
    COMMITTEE = "committee", _("The committees")
    MUNICIPALITY = "municipality", _("The whole municipality")
    # The reports of one administration's committees in one document; nobody writes it.
    COMBINED = "combined", _("An administration's committees together")


PRINTED_LEVELS = [ReportLevel.COMMITTEE, ReportLevel.MUNICIPALITY]


def labels_of(levels):
    return [ReportLevel(level).label for level in levels]


def printed_levels():
    return [str(level) for level in PRINTED_LEVELS]


_FROZEN = """RAISE EXCEPTION 'The report template is published and cannot change.'
                USING ERRCODE = 'check_violation';"""


# What its writers change of a template; each part of it has such a list of its own.
_OF_TEMPLATE = (
    "name",
    "title",
    "file_name",
    "cadence",
    "collects",
    "key_metrics",
    "smallest_group",
)


class FrozenOncePublished(pgtrigger.Trigger):
    """Refuse any change of what a template itself says, once it is no draft.

    It can still be withdrawn, and forget the draft's origin when that is deleted.
    """

    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete
    condition = pgtrigger.Q(old__status__in=["published", "withdrawn"])

    def __init__(self, *, fields):
        self.fields = fields
        super().__init__(name="frozen_once_published")

    def get_func(self, model):
        new, old = (
            ", ".join(f"{row}.{name}" for name in self.fields) for row in ("NEW", "OLD")
        )
        return f"""
            IF TG_OP = 'DELETE'
                OR ({new}) IS DISTINCT FROM ({old})
                OR NEW.status NOT IN (OLD.status, 'withdrawn')
                OR COALESCE(NEW.based_on_id, OLD.based_on_id)
                    IS DISTINCT FROM OLD.based_on_id
            THEN
                {_FROZEN}
            END IF;
            RETURN NEW;
        """


class FrozenWithTemplate(pgtrigger.Trigger):
    """Refuse any change of a part of a template that is no draft any more; it neither
    leaves such a template nor comes to one.

    The templates are locked first, so that no change slips in while somebody publishes
    one.
    """

    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
    declare = [("is_frozen", "boolean")]

    def __init__(self, *, template):
        """`template` finds the template's id, of NEW or OLD in the place of {row}."""
        self.template = template
        super().__init__(name="frozen_with_template")

    def get_func(self, model):
        new, old = (self.template.format(row=row) for row in ("NEW", "OLD"))
        return f"""
            SELECT bool_or(status IN ('published', 'withdrawn')) INTO is_frozen FROM (
                SELECT status FROM reports_reporttemplate
                WHERE id IN ({new}, {old}) ORDER BY id FOR SHARE
            ) AS its_templates;
            IF is_frozen THEN
                {_FROZEN}
            END IF;
            RETURN COALESCE(NEW, OLD);
        """  # noqa: S608 -- all of it is written here


_OF_SECTION = "(SELECT template_id FROM reports_section WHERE id = {row}.section_id)"


class ReportTemplateQuerySet(models.QuerySet):
    def published(self):
        return self.filter(status=ReportTemplate.Status.PUBLISHED)

    def newest(self, code):
        return self.published().filter(code=code).latest("version")

    def in_use(self):
        """The newest published version of each template."""
        return self.published().order_by("code", "-version").distinct("code")

    def for_list(self):
        """With how many sections each has, and the years that use it."""
        years = models.Prefetch("reportingyear_set", to_attr="years")
        templates = self.annotate(number_of_sections=Count("sections"))
        return templates.prefetch_related(years).order_by("name", "code", "-version")

    def for_new_year(self):
        """The newest version of what was used last, else of any; None when none is loaded."""
        used = self.filter(reportingyear__isnull=False)
        last = used.order_by("-reportingyear__year", "-reportingyear").first()
        if last and (newest := self.published().filter(code=last.code).first()):
            return newest
        return self.published().order_by("-version").first()


class ReportTemplate(models.Model):
    """What a municipality's report contains. What is published never changes.

    Those that ship come from files by `manage.py load_report_templates`; HR writes its
    own in the browser, as drafts, and publishes them.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("No longer in use")

    WRITTEN = _OF_TEMPLATE

    code = models.SlugField(_("code"))
    version = models.PositiveIntegerField(_("version"))
    name = models.CharField(_("name"), max_length=200)
    # Printed on the cover, and the beginning of the documents' file names.
    title = models.CharField(_("title"), max_length=200)
    file_name = models.SlugField(_("file name"))
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.PUBLISHED
    )
    cadence = models.CharField(
        _("how often"), max_length=20, choices=Cadence, default=Cadence.YEAR_BEFORE
    )
    # Levels below the committees that write a part of their own.
    collects = ArrayField(
        models.CharField(max_length=20, choices=ReportLevel),
        verbose_name=_("who contributes"),
        blank=True,
        default=list,
    )
    # Metrics of all committees side by side, at the end of the summary.
    key_metrics = ArrayField(
        models.SlugField(), verbose_name=_("key figures"), blank=True, default=list
    )
    # Figures of fewer people are not shown; 0 shows all.
    smallest_group = models.PositiveSmallIntegerField(
        _("smallest group shown"), default=5
    )
    based_on = models.ForeignKey(
        "self", models.SET_NULL, related_name="+", null=True, blank=True
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = ReportTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["code", "-version"]
        verbose_name = _("report template")
        verbose_name_plural = _("report templates")
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"], name="reporttemplate_version"
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(status="draft"),
                name="reporttemplate_one_draft",
            ),
        ]
        triggers = [FrozenOncePublished(fields=["code", "version", *_OF_TEMPLATE])]

    def __str__(self):
        return f"{self.name} ({self.version})"

    def get_absolute_url(self):
        return reverse("reports:template", args=[self.pk])

    @property
    def is_draft(self):
        return self.status == self.Status.DRAFT

    @property
    def collects_display(self):
        return labels_of(self.collects)

    @property
    def below_committees(self):
        """The level that the committees' reports are put together from; empty for none."""
        levels = [ReportLevel.ADMINISTRATION, ReportLevel.UNIT]
        return next((level for level in levels if level in self.collects), "")

    def publish(self):
        """From now on it can be used, and changes no more."""
        drafts = ReportTemplate.objects.filter(pk=self.pk, status=self.Status.DRAFT)
        if not drafts.update(status=self.Status.PUBLISHED):
            raise InvalidTransition(MOVED_ON)
        self.refresh_from_db()

    @transaction.atomic
    def withdraw(self):
        """Begin no more reports with it; those that are begun keep it."""
        published = ReportTemplate.objects.published().filter(pk=self.pk)
        if not published.update(status=self.Status.WITHDRAWN):
            raise InvalidTransition(MOVED_ON)
        self.refresh_from_db()


class SectionQuerySet(models.QuerySet):
    def for_level(self, level):
        return self.filter(levels__contains=[level])

    def with_all(self):
        """With rows, columns and questions, to be read and written."""
        return self.prefetch_related("rows__metric", "columns__series", "questions")

    def with_numbers(self):
        """With how many rows, columns and questions each has."""
        return self.annotate(
            number_of_rows=Count("rows", distinct=True),
            number_of_columns=Count("columns", distinct=True),
            number_of_questions=Count("questions", distinct=True),
        )

    def with_parts(self):
        """With what each table's `read_rows` and `read_columns` are made from, in the
        same query."""
        rows = TableRow.objects.filter(section=OuterRef("pk")).order_by("order")
        columns = TableColumn.objects.filter(section=OuterRef("pk")).order_by("order")
        return self.annotate(
            rows_as_read=_as_json(rows, TableRow),
            columns_as_read=_as_json(columns, TableColumn),
        )


def _as_json(rows, model):
    fields = {name: F(model._meta.get_field(name).attname) for name in model.WRITTEN}
    return ArraySubquery(rows.values(json=JSONObject(pk=F("pk"), **fields)))


class Section(models.Model):
    """One piece of the report, in order; several may stand under one numbered heading."""

    class Kind(models.TextChoices):
        HEADING = "heading", _("Heading")
        NARRATIVE = "narrative", _("Text")
        METRIC_TABLE = "metric_table", _("Table of figures")
        # A text of its own in each row, which may have several metrics.
        INDICATOR_TABLE = "indicator_table", _("Indicators with an analysis each")
        QUESTION_BLOCK = "question_block", _("Questions")
        SELF_ASSESSMENT = "self_assessment", _("Requirements judged from 1 to 5")
        CROSS_TABLE = "cross_table", _("Incidents by two things at once")
        RISK_LIST = "risk_list", _("Serious risks")
        MEASURE_LIST = "measure_list", _("Measures of the period before")
        INSPECTION_LIST = "inspection_list", _("Inspections by the authority")
        GOAL_LIST = "goal_list", _("Goals, and how they went")
        # What was lifted to the committee in the report's period, or in the one before
        # with what has come of it.
        LIFTED = "lifted", _("Matters lifted to the committee")
        LIFTED_BEFORE = (
            "lifted_before",
            _("What came of the matters of the year before"),
        )
        COVER_REPORT = "cover_report", _("Cover report to the committee")

    class By(models.TextChoices):
        """What incidents are counted by."""

        UNIT = "unit", _("Workplace")
        KIND = "kind", _("Kind")
        CAUSE = "cause", _("Cause")
        INJURY_TYPE = "injury_type", _("Kind of injury")
        BODY_PART = "body_part", _("Part of the body")
        ABSENCE = "absence", _("Absence")
        SEX = "sex", _("Sex")
        AGE_GROUP = "age_group", _("Age")
        MONTH = "month", _("Month")

    # What a section of each kind can have, by what its rows are called.
    PARTS = {
        Kind.METRIC_TABLE: ["columns", "rows"],
        Kind.INDICATOR_TABLE: ["columns", "rows"],
        Kind.QUESTION_BLOCK: ["questions"],
        Kind.SELF_ASSESSMENT: ["questions"],
    }

    WRITTEN = (
        "number",
        "title",
        "levels",
        "guidance",
        "label_heading",
        "down",
        "across",
        "counts",
    )

    template = models.ForeignKey(
        ReportTemplate, models.CASCADE, related_name="sections"
    )
    order = models.PositiveIntegerField()
    code = models.SlugField(_("code"))
    # Empty where the piece belongs to the heading above it.
    number = models.CharField(_("number"), max_length=20, blank=True)
    title = models.CharField(_("title"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    # Whose reports have it.
    levels = ArrayField(
        models.CharField(max_length=20, choices=ReportLevel),
        verbose_name=_("in whose reports"),
        default=printed_levels,
    )
    # Tells the writer what is asked for; not printed.
    guidance = models.TextField(_("guidance"), blank=True)
    # Of tables: the head of the column of labels.
    label_heading = models.CharField(
        _("head of the first column"), max_length=200, blank=True
    )
    # Of tables of incidents.
    down = models.CharField(_("rows"), max_length=20, choices=By, blank=True)
    across = models.CharField(_("columns"), max_length=20, choices=By, blank=True)
    # The counted quantity whose incidents stand there; empty for all kinds.
    counts = models.SlugField(_("which incidents"), blank=True)

    objects = SectionQuerySet.as_manager()

    class Meta:
        ordering = ["template", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "code"], name="section_code_in_template"
            ),
            models.UniqueConstraint(
                fields=["template", "order"],
                name="section_order_in_template",
                # So that two may change places.
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=~Q(kind="cross_table")
                | (~Q(down="") & ~Q(across="") & ~Q(down=F("across"))),
                name="section_cross_table_by_two_things",
            ),
        ]
        triggers = [FrozenWithTemplate(template="{row}.template_id")]

    def __str__(self):
        return f"{self.number} {self.title}".strip()

    @property
    def level(self):
        """1 for section 2, 2 for section 2.1; 0 without a number."""
        return len(self.number.split(".")) if self.number else 0

    @property
    def levels_display(self):
        return labels_of(self.levels)

    @property
    def parts(self):
        return self.PARTS.get(self.kind, [])

    @property
    def is_by_two_things(self):
        """Whether a table of incidents has both its sides."""
        return bool(self.down and self.across and self.down != self.across)

    @property
    def read_rows(self):
        """The rows of a table, of a section that was read `with_parts`."""
        return [_from_json(TableRow, self, row) for row in self.rows_as_read]

    @property
    def read_columns(self):
        return [_from_json(TableColumn, self, each) for each in self.columns_as_read]


def _from_json(model, section, values):
    fields = {
        model._meta.get_field(name).attname if name != "pk" else "pk": value
        for name, value in values.items()
    }
    return model(section=section, **fields)


class TableRow(models.Model):
    """A metric in a table; without one it is a heading, or an indicator, of those below."""

    WRITTEN = ("label", "metric", "sex", "age")

    section = models.ForeignKey(Section, models.CASCADE, related_name="rows")
    order = models.PositiveIntegerField()
    label = models.CharField(_("label"), max_length=200)
    metric = models.ForeignKey(
        Metric,
        models.PROTECT,
        to_field="code",
        verbose_name=_("metric"),
        related_name="+",
        null=True,
        blank=True,
    )
    sex = models.CharField(_("sex"), max_length=10, choices=Sex, blank=True)
    age = models.CharField(_("age"), max_length=20, blank=True)

    class Meta:
        ordering = ["section", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["section", "order"],
                name="tablerow_order_in_section",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]
        triggers = [FrozenWithTemplate(template=_OF_SECTION)]

    def __str__(self):
        return self.label


class TableColumn(models.Model):
    """A period of a table, or something to hold its figures against."""

    class Kind(models.TextChoices):
        FIGURE = "figure", _("Figures of a period")
        # Between the first two columns of figures.
        DIFFERENCE = "difference", _("Difference")
        TARGET = "target", _("Target")
        SERIES = "series", _("Comparison series")

    MOST_YEARS_BACK = 20

    WRITTEN = ("kind", "heading", "span", "years_back", "levels", "series")

    section = models.ForeignKey(Section, models.CASCADE, related_name="columns")
    order = models.PositiveIntegerField()
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.FIGURE)
    # See `reports.periods.heading_of`.
    heading = models.CharField(_("heading"), max_length=50, blank=True)
    span = models.CharField(
        _("period"), max_length=20, choices=Span, default=Span.PERIOD
    )
    years_back = models.PositiveSmallIntegerField(_("years earlier"), default=0)
    # Whose reports have it; empty for all that have the table.
    levels = ArrayField(
        models.CharField(max_length=20, choices=ReportLevel),
        verbose_name=_("only in the reports of"),
        blank=True,
        default=list,
    )
    series = models.ForeignKey(
        ComparisonSeries,
        models.PROTECT,
        verbose_name=_("comparison series"),
        related_name="+",
        null=True,
        blank=True,
    )

    class Meta:
        ordering = ["section", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["section", "order"],
                name="tablecolumn_order_in_section",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(kind="series", series__isnull=False)
                | (~Q(kind="series") & Q(series=None)),
                name="tablecolumn_series_is_named",
            ),
            models.CheckConstraint(
                condition=Q(years_back__lte=20),
                name="tablecolumn_at_most_twenty_years",
            ),
        ]
        triggers = [FrozenWithTemplate(template=_OF_SECTION)]

    def __str__(self):
        return self.heading or self.get_kind_display()

    @property
    def levels_display(self):
        return labels_of(self.levels)


class Question(models.Model):
    """What is asked in a block of questions, or a requirement that is judged from 1 to 5."""

    class Rule(models.TextChoices):
        """What the answer of a level is proposed to be from those below it."""

        ALL = "all", _("Yes when all say yes, no when one says no")
        ANY = "any", _("Yes when one says yes, no when all say no")

    WRITTEN = ("text", "rule", "evidence")

    section = models.ForeignKey(Section, models.CASCADE, related_name="questions")
    order = models.PositiveIntegerField()
    # The same from version to version, so that last year's answer is found.
    code = models.SlugField(_("code"))
    text = models.CharField(_("question"), max_length=500)
    rule = models.CharField(_("rule"), max_length=10, choices=Rule, default=Rule.ALL)
    # What the program itself knows of it; a key of `reports.evidence.EVIDENCE`.
    evidence = models.SlugField(_("proposed from"), blank=True)

    class Meta:
        ordering = ["section__order", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["section", "code"], name="question_code_in_section"
            )
        ]
        triggers = [FrozenWithTemplate(template=_OF_SECTION)]

    def __str__(self):
        return self.text
