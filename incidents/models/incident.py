import uuid
from datetime import timedelta
from enum import nonmember

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import (
    SearchQuery,
    SearchRank,
    SearchVector,
    SearchVectorField,
)
from django.db import models, transaction
from django.db.models import Case, F, Func, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Left
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actionplans.models import ActionPlan, Measure, plans_with
from attachments.models import Attachment
from incidents.models.codes import Code, code_from
from organisation.models import (
    IsAnyOf,
    Unit,
    UnitBoundQuerySet,
    UnitPermission,
    User,
)
from organisation.permissions import granted_units
from riskassessment.models import Risk
from sam.workflow import (
    MOVED_ON,
    InvalidTransition,
    Stateful,
    Transition,
    Versioned,
)

# How full-text search stems a report, by the language that it is written in.
SEARCH_CONFIGS = {
    "sv": "swedish",
    "nb": "norwegian",
    "nn": "norwegian",
    "da": "danish",
    "en": "english",
}
SEARCHED = ["description", "place", "findings"]

# A report that nobody has begun to investigate after so many days is overdue.
UNINVESTIGATED_DAYS = 14


class AnyWordQuery(SearchQuery):
    """Matches a text that has any of the words, where a plain query asks for them all."""

    def as_sql(self, compiler, connection, **kwargs):
        sql, params = super().as_sql(compiler, connection, **kwargs)
        return f"replace({sql}::text, '&', '|')::tsquery", params


class IsNotNull(Func):
    template = "(%(expressions)s IS NOT NULL)"
    output_field = models.BooleanField()


class PrefixQuery(SearchQuery):
    """Matches words that begin as asked: “golv” also finds “golvet”, which has no stem."""

    def as_sql(self, compiler, connection, **kwargs):
        sql, params = super().as_sql(compiler, connection, **kwargs)
        end_of_word = "'''(?=[ )]|$)'"
        return (
            f"regexp_replace({sql}::text, {end_of_word}, ''':*', 'g')::tsquery",
            params,
        )


class AnyOf(SearchQuery):
    """What any of the queries finds; those that are alike are asked once.

    The index goes through all texts with a word for each time that it is asked for.
    """

    invert = False

    def __init__(self, *queries):
        Func.__init__(self, *queries)

    def as_sql(self, compiler, connection, **context):
        queries = [compiler.compile(each) for each in self.get_source_expressions()]
        parts, params = [], []
        for place, (sql, own) in enumerate(queries):
            earlier = queries[:place]
            alike = " OR ".join(f"{sql} = {other}" for other, _params in earlier)
            parts.append(f"CASE WHEN {alike or False} THEN ''::tsquery ELSE {sql} END")
            for _other, others in earlier:
                params += [*own, *others]
            params += own
        return f"({' || '.join(parts)})", params


def _stemmed():
    """The searched texts, each row's in the stems of its own language."""
    others = {
        config: [code for code in SEARCH_CONFIGS if SEARCH_CONFIGS[code] == config]
        for config in sorted(set(SEARCH_CONFIGS.values()) - {"swedish"})
    }
    return Case(
        *(
            When(language__in=codes, then=SearchVector(*SEARCHED, config=config))
            for config, codes in others.items()
        ),
        default=SearchVector(*SEARCHED, config="swedish"),
    )


class IncidentQuerySet(UnitBoundQuerySet):
    def visible_to(self, user):
        """What happened or hit someone in the person's units, and what is the person's own.

        A manager who is part of what happened sees it only as the one who reported it.
        """
        reach = granted_units(user, UnitPermission.VIEW_INCIDENTS).reach
        own = Q(reported_by=user) | Q(IsAnyOf("employed_unit", reach))
        return self.reached_by(user, UnitPermission.VIEW_INCIDENTS, or_own=own).filter(
            ~Q(barred__contains=[user.pk], manager_part=Incident.ManagerPart.INVOLVED)
            | Q(reported_by=user)
        )

    def handled_by(self, user):
        """Nobody handles what concerns themselves as the manager; HR what it was sent."""
        hr = granted_units(user, UnitPermission.MANAGE_YEAR)
        theirs = Q() if hr.everywhere else Q(IsAnyOf("unit", hr.reach))
        sent = theirs & Q(is_for_hr=True)
        return self.reached_by(
            user, UnitPermission.HANDLE_INCIDENTS, or_own=sent
        ).exclude(barred__contains=[user.pk])

    def detailed_by(self, user):
        """Who handles it, and its reporter until the investigation is concluded."""
        own = Q(reported_by=user, status__in=Incident.Status.before_conclusion)
        handled = Incident.objects.handled_by(user).values("pk")
        return self.filter(own | Q(pk__in=handled))

    def commented_by(self, user):
        """Open ones in the person's safety area on which no other one has commented."""
        free = Q(investigation=None) | Q(investigation__representative_comment="")
        held = self.visible_to(user).open()
        held = held.filter(free | Q(investigation__representative=user))
        return held.reached_by(user, UnitPermission.REVIEW_ROUNDS).exclude(
            barred__contains=[user.pk]
        )

    def untouched(self):
        """As they were imported: nobody has written, moved or planned anything."""
        return self.filter(
            version=1,
            action_plan=None,
            transitions=None,
            investigation=None,
            dialogue=None,
            notices=None,
            photos=None,
        )

    def open(self):
        return self.exclude(status=Incident.Status.CLOSED)

    def closed(self):
        return self.filter(status=Incident.Status.CLOSED)

    def matching(self, text):
        """Incidents whose words match, as written in a web search, or whose number it is."""
        words = AnyOf(
            *(
                PrefixQuery(text, config=config, search_type="websearch")
                for config in sorted(set(SEARCH_CONFIGS.values()))
            )
        )
        found = Q(search=words)
        if text.isdecimal():
            found |= Q(number=int(text))
        return self.filter(found)

    def similar_to(self, incident, *, beside=False):
        """Earlier ones with the same cause or words, the most alike first.

        In the same unit, or `beside` it: in the others under the same parent.
        """
        if beside:
            siblings = Unit.objects.within([incident.unit.parent_id])
            near = self.filter(unit__in=siblings.exclude(pk=incident.unit_id))
        else:
            near = self.filter(unit=incident.unit_id)
        words = AnyWordQuery(
            incident.description,
            config=SEARCH_CONFIGS[incident.language],
            search_type="plain",
        )
        same_cause = Q(cause=incident.cause_id) if incident.cause_id else Q(pk=None)
        return (
            near.filter(reported_at__lt=incident.reported_at)
            .filter(same_cause | Q(search=words))
            .annotate(
                has_same_cause=Case(When(same_cause, then=1), default=0),
                likeness=SearchRank(F("search"), words),
            )
            .order_by("-has_same_cause", "-likeness", "-reported_at", "-pk")
        )

    def overdue(self):
        """Open, and left uninvestigated too long or with a measure past its date."""
        latest = timezone.now() - timedelta(days=UNINVESTIGATED_DAYS)
        return self.open().filter(
            Q(status=Incident.Status.REPORTED, reported_at__lt=latest)
            | Q(plans_with(Measure.objects.overdue()))
        )

    def injuries(self):
        return self.filter(kind__in=Incident.Kind.injuries)

    def near_misses(self):
        return self.filter(kind__in=Incident.Kind.near_misses)

    def for_list(self):
        """What a row of a list shows, without the long texts."""
        return (
            self.select_related("unit")
            .only(
                "number", "kind", "status", "occurred_on", "reported_at", "unit__name"
            )
            .annotate(beginning=Left("description", 90))
            .with_measures()
        )

    def in_full(self):
        return self.select_related(
            "unit",
            "employed_unit",
            "responsible",
            "reported_by",
            "cause",
            "action_plan",
            "details",
            "investigation__representative",
            "investigation__matrix",
            "risk__matrix",
            "risk__unit",
        ).with_measures()

    def with_measures(self):
        """Say of each incident whether measures are going on or wait for their effect."""
        return self.annotate(
            has_open_measures=_has_any(Measure.objects.open()),
            has_unjudged_measures=_has_any(Measure.objects.awaiting_effect()),
        )


_OF_THE_CONCERNED = {UnitPermission.VIEW_INCIDENTS, UnitPermission.VIEW_MEASURES}
_OF_HR = {UnitPermission.HANDLE_INCIDENTS, UnitPermission.VIEW_PERSONS}
_OF_THE_EMPLOYER = {UnitPermission.VIEW_INCIDENTS, UnitPermission.VIEW_PERSONS}


def _has_any(measures):
    """Asked row by row: for an EXISTS the database would read all measures of all plans."""
    first = measures.filter(plan=OuterRef("action_plan")).order_by().values("pk")[:1]
    return IsNotNull(Subquery(first))


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    exclude=["search"],
)
class Incident(Versioned, Stateful):
    """Something that happened, or could have, from the report until it is closed."""

    class Kind(models.TextChoices):
        NEAR_MISS = "near_miss", _("Near miss")
        ACCIDENT = "accident", _("Accident")
        COMMUTING_ACCIDENT = "commuting_accident", _("Commuting accident")
        OCCUPATIONAL_DISEASE = "occupational_disease", _("Occupational disease")
        DEATH = "death", _("Death")
        VICTIMISATION = "victimisation", _("Victimisation")
        RISK_OBSERVATION = "risk_observation", _("Risk observation")
        IMPROVEMENT = "improvement", _("Improvement suggestion")

        # What the yearly report counts as arbetsskador and as tillbud; a risk
        # observation is neither.
        injuries = nonmember(
            ("accident", "commuting_accident", "occupational_disease", "death")
        )
        near_misses = nonmember(("near_miss",))
        # That there was one in a unit may be enough to know of whom.
        personal = nonmember(("occupational_disease", "death", "victimisation"))

    class Severity(models.TextChoices):
        """The legal question: was there serious danger to life or health?"""

        NOT_JUDGED = "", _("Not yet judged")
        NOT_SERIOUS = "not_serious", _("Not serious")
        SERIOUS = "serious", _("Serious")

    class Affected(models.TextChoices):
        SELF = "self", _("Me")
        EMPLOYEE = "employee", _("Another employee")
        HIRED = "hired", _("Hired staff")
        SEVERAL = "several", _("Several people")
        NOBODY = "nobody", _("Nobody")

    class ManagerPart(models.TextChoices):
        """Whether the workplace's manager is one of those whom it concerns."""

        NONE = "", _("No")
        AFFECTED = "affected", _("The manager is the one affected")
        INVOLVED = "involved", _("The manager is part of what happened")

    class Status(models.TextChoices):
        REPORTED = "reported", _("Reported")
        INVESTIGATING = "investigating", _("Under investigation")
        MEASURES = "measures", _("Measures and their effect")
        CLOSED = "closed", _("Closed")

        before_conclusion = nonmember(("reported", "investigating"))

    TRANSITIONS = {
        Status.REPORTED: {Status.INVESTIGATING},
        Status.INVESTIGATING: {Status.MEASURES},
        Status.MEASURES: {Status.CLOSED, Status.INVESTIGATING},
        Status.CLOSED: {Status.INVESTIGATING},
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.BigIntegerField(
        _("number"),
        unique=True,
        editable=False,
        db_default=Func(Value("incident_number"), function="nextval"),
    )
    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    is_violence = models.BooleanField(_("threats or violence"), default=False)
    severity = models.CharField(
        _("severity"), max_length=20, choices=Severity, blank=True
    )
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        verbose_name=_("where it happened"),
        related_name="incidents",
    )
    # Where the person affected is employed, when that is elsewhere.
    employed_unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        verbose_name=_("where the person affected is employed"),
        related_name="incidents_to_employees",
        null=True,
        blank=True,
    )
    occurred_on = models.DateField(_("day"))
    occurred_time = models.TimeField(_("time"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    description = models.TextField(_("what happened"), max_length=10_000)
    immediate_action = models.TextField(
        _("what was done at once"), max_length=5_000, blank=True
    )
    affected = models.CharField(
        _("who was affected"), max_length=20, choices=Affected, blank=True
    )
    # Seen only by the reporter and those who hold VIEW_PERSONS on the unit itself.
    affected_person = models.CharField(
        _("name of the person affected"), max_length=200, blank=True
    )
    manager_part = models.CharField(
        _("does it concern the manager of the workplace?"),
        max_length=20,
        choices=ManagerPart,
        blank=True,
    )
    # The managers whom it concerns, by id: the level above handles it.
    barred = ArrayField(models.UUIDField(), default=list, editable=False)
    # The reporter chose HR before the level above.
    is_for_hr = models.BooleanField(default=False, editable=False)
    photos = models.ManyToManyField(Attachment, verbose_name=_("photos"), blank=True)
    # Nobody when it came without an account, without a name or from an older system.
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("reported by"),
        related_name="reported_incidents",
        null=True,
        blank=True,
    )
    reported_through = models.ForeignKey(
        "ReportingLink",
        models.PROTECT,
        verbose_name=_("reported through"),
        related_name="incidents",
        null=True,
        blank=True,
    )
    is_anonymous = models.BooleanField(_("reported anonymously"), default=False)
    # What a reporter without an account has told of themselves.
    reporter_name = models.CharField(_("your name"), max_length=200, blank=True)
    reporter_email = models.EmailField(_("your e-mail"), blank=True)
    # Of the code of four words that opens the case; see `incidents.codewords`.
    code_hash = models.CharField(
        max_length=64, unique=True, null=True, blank=True, editable=False
    )
    language = models.CharField(
        _("language that it is written in"),
        max_length=2,
        default="sv",
    )
    reported_at = models.DateTimeField(_("reported"), default=timezone.now)
    # Sent along with the form, so that two clicks on one button make one incident.
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.REPORTED
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("responsible"),
        related_name="incidents_to_handle",
        null=True,
        blank=True,
    )
    cause = code_from(Code.List.DEVIATION, _("cause"))
    # The manager came to know: from then on the authority's clock runs.
    known_at = models.DateTimeField(_("known to the manager"), null=True, blank=True)
    raised_at = models.DateTimeField(
        _("raised to the level above"), null=True, blank=True
    )
    # Whom it lies with since it was found to be outside the unit's own responsibility: the
    # level above and perhaps a body. For all to read, the reporter among them.
    lifted_to = models.CharField(_("lifted to"), max_length=500, blank=True)
    findings = models.TextField(
        _("what the investigation showed"), max_length=20_000, blank=True
    )
    investigated_on = models.DateField(_("investigated on"), null=True, blank=True)
    action_plan = models.OneToOneField(
        ActionPlan, models.PROTECT, verbose_name=_("action plan"), null=True, blank=True
    )
    # That stands in the register for what it has shown; see `put_in_register`.
    risk = models.OneToOneField(
        Risk, models.PROTECT, verbose_name=_("risk"), null=True, blank=True
    )
    feedback_on = models.DateField(
        _("employees concerned were told on"), null=True, blank=True
    )
    feedback_to = models.CharField(_("who was told"), max_length=300, blank=True)
    feedback_how = models.CharField(_("how they were told"), max_length=300, blank=True)
    # What everyone may read: on the reporter's page and at the workplace meeting.
    summary = models.TextField(
        _("what colleagues may know"), max_length=2_000, blank=True
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    # Counts the times that it was edited, so that nobody overwrites what they never saw.
    version = models.PositiveIntegerField(default=1, editable=False)
    # What the system that it was imported from calls it.
    external_id = models.CharField(
        _("number in the former system"), max_length=100, blank=True, editable=False
    )
    history_import = models.ForeignKey(
        "HistoryImport",
        models.PROTECT,
        related_name="incidents",
        null=True,
        blank=True,
        editable=False,
        db_index=False,
    )
    search = models.GeneratedField(
        expression=_stemmed(),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = IncidentQuerySet.as_manager()

    class Meta:
        ordering = ["-reported_at", "-pk"]
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        indexes = [
            GinIndex(fields=["search"], name="incident_search"),
            models.Index(fields=["-reported_at", "-id"], name="incident_newest"),
            models.Index(
                fields=["unit", "-reported_at", "-id"], name="incident_unit_newest"
            ),
            models.Index(
                fields=["employed_unit", "-reported_at"],
                name="incident_employed_unit",
                condition=Q(employed_unit__isnull=False),
            ),
            models.Index(
                fields=["responsible", "reported_at"],
                name="incident_todo",
                condition=~Q(status="closed"),
            ),
            # The few that are open, of all that ever were.
            models.Index(
                fields=["unit"], name="incident_open", condition=~Q(status="closed")
            ),
            models.Index(
                fields=["kind", "-reported_at", "-id"], name="incident_kind_newest"
            ),
            models.Index(
                fields=["-reported_at", "-id"],
                name="incident_open_newest",
                condition=~Q(status="closed"),
            ),
            # The list by day, and all that statistics count by and visibility asks.
            models.Index(
                fields=["-occurred_on", "-id"],
                include=[
                    "kind",
                    "is_violence",
                    "severity",
                    "unit",
                    "cause",
                    "manager_part",
                    "barred",
                    "reported_by",
                    "employed_unit",
                ],
                name="incident_by_day",
            ),
            # All that the yearly report counts by, so that it reads no texts.
            models.Index(
                fields=["reported_at"],
                include=["closed_at", "kind", "occurred_on", "unit"],
                name="incident_counted",
            ),
            models.Index(
                fields=["closed_at"],
                name="incident_closed",
                condition=Q(closed_at__isnull=False),
            ),
            # What an import made, to take it back.
            models.Index(
                fields=["history_import"],
                name="incident_of_import",
                condition=Q(history_import__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["reported_by", "form_key"],
                name="incident_once_for_each_form",
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                fields=["external_id"],
                name="incident_imported_once",
                condition=~Q(external_id=""),
            ),
            models.CheckConstraint(
                condition=Q(is_anonymous=False)
                | Q(reported_by=None, reporter_name="", reporter_email=""),
                name="incident_anonymous_is_nameless",
            ),
            # Closing needs an investigation and feedback to the employees concerned,
            # because the yearly report asks for both.
            models.CheckConstraint(
                condition=Q(
                    status="closed",
                    closed_at__isnull=False,
                    investigated_on__isnull=False,
                    feedback_on__isnull=False,
                )
                # What an older system closed is taken over as it is.
                | (Q(status="closed", closed_at__isnull=False) & ~Q(external_id=""))
                | (~Q(status="closed") & Q(closed_at=None)),
                name="incident_closed_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["reported", "investigating"])
                | Q(investigated_on__isnull=False)
                | ~Q(external_id=""),
                name="incident_measures_after_investigation",
            ),
        ]

    def __str__(self):
        return _("Incident %(number)s") % {"number": self.number}

    def get_absolute_url(self):
        return reverse("incidents:detail", args=[self.pk])

    @property
    def phase(self):
        """The status in words that tell why it is still open; see `with_measures`."""
        if self.status != self.Status.MEASURES:
            return str(self.Status(self.status).label)
        if self.has_open_measures:
            return _("Measures going on")
        if self.has_unjudged_measures:
            return _("Awaiting effect")
        return _("Ready to close")

    @property
    def tone(self):
        """How the phase is coloured; the words say the same."""
        if self.status == self.Status.REPORTED:
            return "warning"
        return "success" if self.status == self.Status.CLOSED else "info"

    @property
    def is_before_conclusion(self):
        return self.status in self.Status.before_conclusion

    @property
    def is_ready_to_close(self):
        """Nothing left to do or to judge; see `with_measures`."""
        return (
            self.status == self.Status.MEASURES
            and not self.has_open_measures
            and not self.has_unjudged_measures
        )

    @property
    def takes_measures(self):
        """A closed incident is opened again first."""
        return self.status != self.Status.CLOSED

    @property
    def someone_may_be_hurt(self):
        return self.kind in self.Kind.injuries or self.is_violence

    def grants_to(self, user, permission):
        """Whether the person holds the unit permission for this incident.

        The permission backend asks this; the querysets above say the same.
        """
        if user.pk in self.barred and (
            permission not in _OF_THE_CONCERNED
            or self.manager_part == self.ManagerPart.INVOLVED
        ):
            return False
        if self.is_for_hr and permission in _OF_HR:
            hr = granted_units(user, UnitPermission.MANAGE_YEAR)
            if hr.reaches(self.unit, UnitPermission.MANAGE_YEAR):
                return True
        if permission == UnitPermission.VIEW_PERSONS and self.responsible_id == user.pk:
            # The level above, where there is no manager or the manager is concerned.
            permission = UnitPermission.HANDLE_INCIDENTS
        units = [self.unit]
        if self.employed_unit and permission in _OF_THE_EMPLOYER:
            units.append(self.employed_unit)
        granted = granted_units(user, permission)
        return any(granted.reaches(unit, permission) for unit in units)

    def topics(self):
        """What it has in common with others, the most telling first; see `Example`.

        Everyone reads them, beside the unit.
        """
        cause = [f"cause:{self.cause.code}"] if self.cause_id else []
        violence = ["kind:violence"] if self.is_violence else []
        kind = [] if self.kind in self.Kind.personal else [f"kind:{self.kind}"]
        return [*cause, *violence, *kind]

    def start_investigation(self, *, by, responsible=None):
        """What has been investigated once is only reopened, with a reason."""
        if self.status != self.Status.REPORTED:
            raise InvalidTransition(MOVED_ON)
        self._move_to(self.Status.INVESTIGATING, by=by, responsible=responsible or by)

    def become_known(self):
        """Whether it was until now that nobody who handles it had read it."""
        now = timezone.now()
        unread = Incident.objects.filter(pk=self.pk, known_at=None)
        if not unread.update(known_at=now):
            return False
        self.known_at = now
        return True

    @transaction.atomic
    def judge_severity(self, *, by, severity, version):
        """Answer the legal question before all is found out; the log tells who did."""
        self._change(version=version, severity=severity)
        if self.status == self.Status.CLOSED:
            raise InvalidTransition(MOVED_ON)
        self.transitions.create(
            from_status=self.status,
            to_status=self.status,
            event=IncidentTransition.Event.SEVERITY_JUDGED,
            by=by,
            note=self.get_severity_display(),
        )

    @transaction.atomic
    def edit(self, *, version, **changes):
        """Correct the report, or say with no changes that what belongs to it is edited.

        Raises Stale when someone has done so since `version` was read.
        """
        self._change(version=version, **changes)

    @transaction.atomic
    def investigate(self, *, version, **found):
        """Note what has been found so far, as often as one likes."""
        self._change(version=version, **found)
        if self.status != self.Status.INVESTIGATING:
            raise InvalidTransition(MOVED_ON)

    @transaction.atomic
    def conclude_investigation(self, *, by, findings, cause, severity, on, version):
        """Say what caused it; from here on it is measures and their effect."""
        self._change(version=version)
        plan = self.action_plan or ActionPlan.objects.create(unit=self._plan_unit())
        self._move_to(
            self.Status.MEASURES,
            by=by,
            findings=findings,
            cause=cause,
            severity=severity,
            investigated_on=on,
            action_plan=plan,
        )

    @transaction.atomic
    def put_in_register(self, risk, *, by):
        """Let a risk that it brought to light stand for it in the register, only once."""
        without = Incident.objects.filter(pk=self.pk, risk=None)
        if not without.update(risk=risk):
            raise InvalidTransition(MOVED_ON)
        self.risk = risk
        risk.measures.set(Measure.objects.filter(plan=self.action_plan_id))
        self.transitions.create(
            from_status=self.status,
            to_status=self.status,
            event=IncidentTransition.Event.RISK_REGISTERED,
            by=by,
        )

    def plan_of_measures(self):
        """For its risk in the register: the plan while it takes measures, else none."""
        if not self.action_plan or not self.takes_measures:
            return None
        return self.action_plan if self.action_plan.unit_id == self.unit_id else None

    def move_plan(self):
        """Let the measures lie where the incident is handled now."""
        unit = self._plan_unit()
        # What has been moved out of a unit that is closed does not come back.
        if unit.closed_on is None:
            plans = ActionPlan.objects.filter(pk=self.action_plan_id)
            plans.exclude(unit=unit).update(unit=unit)

    def may_move_to(self, unit):
        """Its plan asks: those whom it concerns must not come to read the measures."""
        barred = User.objects.filter(pk__in=self.barred)
        return not barred.permitted(UnitPermission.VIEW_MEASURES, unit).exists()

    def _plan_unit(self):
        """The unit whose manager handles it: the level above where the manager is part."""
        if not self.manager_part or not self.responsible:
            return self.unit
        held = granted_units(self.responsible, UnitPermission.HANDLE_MEASURES).units
        above = [pk for pk in self.unit.lineage if pk in held]
        return Unit.objects.get(pk=above[-1]) if above else self.unit

    @transaction.atomic
    def close(self, *, by, feedback_on, feedback_how, feedback_to, summary):
        """Klarmarkera. Raises InvalidTransition while a measure is open or unjudged."""
        if self.action_plan_id:
            ActionPlan.objects.hold(self.action_plan_id)
        if Measure.objects.filter(plan=self.action_plan_id).unfinished().exists():
            raise InvalidTransition(
                _("There are measures left to do or to judge the effect of.")
            )
        self._move_to(
            self.Status.CLOSED,
            by=by,
            note=feedback_how,
            feedback_on=feedback_on,
            feedback_to=feedback_to,
            feedback_how=feedback_how,
            summary=summary,
            closed_at=timezone.now(),
        )

    @transaction.atomic
    def hand_over(self, *, by, responsible):
        """Let another answer for it; the log tells who did."""
        still_open = Incident.objects.open().filter(pk=self.pk)
        if not still_open.update(responsible=responsible):
            raise InvalidTransition(MOVED_ON)
        self.responsible = responsible
        return self.transitions.create(
            from_status=self.status,
            to_status=self.status,
            by=by,
            note=_("Responsible: %(name)s") % {"name": responsible},
        )

    @transaction.atomic
    def lift(self, *, by, responsible, lifted_to, reason):
        """Let the level above answer for what cannot be solved where it happened."""
        moved = {"responsible": responsible, "lifted_to": lifted_to}
        still_open = Incident.objects.open().filter(pk=self.pk)
        if not still_open.update(raised_at=timezone.now(), **moved):
            raise InvalidTransition(MOVED_ON)
        self.refresh_from_db()
        return self.transitions.create(
            from_status=self.status,
            to_status=self.status,
            event=IncidentTransition.Event.LIFTED,
            by=by,
            note=f"→ {lifted_to}: {reason}",
        )

    @transaction.atomic
    def pass_on(self, *, responsible, event, **changes):
        """The program lets another answer for it; None when it is not as it was read."""
        unchanged = Incident.objects.open().filter(
            pk=self.pk, status=self.status, responsible=self.responsible_id
        )
        if not unchanged.update(responsible=responsible, **changes):
            return None
        self.responsible = responsible
        return self.transitions.create(
            from_status=self.status,
            to_status=self.status,
            event=event,
            by=None,
            note=_("Responsible: %(name)s") % {"name": responsible},
        )

    def reopen(self, *, by, reason):
        if self.status == self.Status.REPORTED:
            raise InvalidTransition(MOVED_ON)
        self._move_to(self.Status.INVESTIGATING, by=by, note=reason, closed_at=None)


class IncidentTransition(Transition):
    class Event(models.TextChoices):
        """What happened while the status stayed as it was."""

        SEVERITY_JUDGED = "severity_judged", _("Severity judged")
        RAISED = "raised", _("Raised to the level above")
        LIFTED = "lifted", _("Lifted: outside the unit's own responsibility")
        PROPOSED = "proposed", _("A new responsible was proposed")
        NOTICE_SENT = "notice_sent", _("Authority notified")
        NOTICE_ANSWERED = "notice_answered", _("The authority got in touch")
        NOTICE_WAIVED = "notice_waived", _("Notice found not to be needed")
        NOTICE_AROSE_AGAIN = "notice_arose_again", _("Notice called for again")
        RISK_REGISTERED = "risk_registered", _("Risk put in the register")

    event = models.CharField(max_length=30, choices=Event, blank=True)
    # Nobody when the program did it by the calendar.
    by = models.ForeignKey(  # type: ignore[assignment]
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="transitions")

    @property
    def names_a_person(self):
        """Whether the note is about who answers for it."""
        is_event = self.event in {"", self.Event.RAISED, self.Event.PROPOSED}
        return is_event and self.from_status == self.to_status

    @property
    def act(self):
        """What was done, in words."""
        if self.event:
            return self.get_event_display()
        if self.from_status == self.to_status:
            return _("Handed over")
        return Incident.Status(self.to_status).label
