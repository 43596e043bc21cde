"""What is told of an injury beside the report: the person, the event and what it led to.

The fields are those that KIA, the authorities' forms and Eurostat's ESAW have in common.
"""

import pghistory
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from incidents.models.codes import Code, code_from
from incidents.models.incident import Incident

# A longer absence than this is a slip of the pen.
MOST_DAYS = 3_660


CODES = ["occupation", "activity", "agent", "injury_type", "body_part"]


class DetailsQuerySet(models.QuerySet):
    def with_codes(self):
        return self.select_related(*CODES)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Details(models.Model):
    """Details of an incident, filled in after the report; none of them is compulsory."""

    class Employment(models.TextChoices):
        PERMANENT = "permanent", _("Permanent")
        TEMPORARY = "temporary", _("Temporary")
        HOURLY = "hourly", _("Paid by the hour")
        HIRED = "hired", _("Hired from another company")
        TRAINEE = "trainee", _("Student, trainee or in a labour-market scheme")

    class AgeGroup(models.TextChoices):
        UNDER_25 = "under_25", _("Under 25")
        FROM_25 = "25_34", _("25–34")
        FROM_35 = "35_44", _("35–44")
        FROM_45 = "45_54", _("45–54")
        FROM_55 = "55_64", _("55–64")
        FROM_65 = "65_over", _("65 or older")

    class Sex(models.TextChoices):
        WOMAN = "woman", _("Woman")
        MAN = "man", _("Man")

    class Seniority(models.TextChoices):
        UNDER_1 = "under_1", _("Less than a year")
        FROM_1 = "1_4", _("1–4 years")
        FROM_5 = "5_over", _("5 years or more")

    class PartOfDay(models.TextChoices):
        START = "start", _("At the beginning of the working day")
        DURING = "during", _("During the working day")
        BREAK = "break", _("During a break")
        END = "end", _("At the end of the working day")
        OFF_WORK = "off_work", _("Outside working hours")

    class Violence(models.TextChoices):
        VERBAL = "verbal", _("Said")
        WRITTEN = "written", _("Written")
        DIGITAL = "digital", _("Digital")
        PHYSICAL = "physical", _("Physical")
        SEXUAL = "sexual", _("Sexual")

    class Perpetrator(models.TextChoices):
        CLIENT = "client", _("Client, patient or user")
        PUPIL = "pupil", _("Pupil or child")
        RELATIVE = "relative", _("Relative")
        COLLEAGUE = "colleague", _("Colleague")
        MANAGER = "manager", _("Manager")
        OUTSIDER = "outsider", _("Somebody from outside")
        UNKNOWN = "unknown", _("Unknown")

    class PoliceReport(models.TextChoices):
        MADE = "made", _("Yes")
        TO_BE_MADE = "to_be_made", _("Not yet")
        NOT_MADE = "not_made", _("No")

    class Absence(models.TextChoices):
        NONE = "none", _("No absence")
        FROM_1 = "1_3", _("1–3 days")
        FROM_4 = "4_14", _("4–14 days")
        FROM_15 = "15_over", _("More than 14 days")

        @classmethod
        def of(cls, days):
            """The class that a number of days lies in."""
            if days <= 0:
                return cls.NONE
            return (
                cls.FROM_1 if days <= 3 else cls.FROM_4 if days <= 14 else cls.FROM_15
            )

    class CrisisSupport(models.TextChoices):
        ACCEPTED = "accepted", _("Offered and accepted")
        DECLINED = "declined", _("Offered and declined")
        NOT_OFFERED = "not_offered", _("Not offered")
        NOT_NEEDED = "not_needed", _("Not needed")

    incident = models.OneToOneField(
        Incident, models.CASCADE, primary_key=True, related_name="details"
    )
    # The person
    employment_form = models.CharField(
        _("form of employment"), max_length=20, choices=Employment, blank=True
    )
    occupation = code_from(Code.List.OCCUPATION, _("occupation"))
    age_group = models.CharField(_("age"), max_length=20, choices=AgeGroup, blank=True)
    sex = models.CharField(_("sex"), max_length=20, choices=Sex, blank=True)
    seniority = models.CharField(
        _("time in the occupation"), max_length=20, choices=Seniority, blank=True
    )
    # The event
    activity = code_from(Code.List.ACTIVITY, _("what the person was doing"))
    agent = code_from(Code.List.AGENT, _("what was involved or did the harm"))
    was_alone = models.BooleanField(_("was the person alone?"), null=True, blank=True)
    part_of_day = models.CharField(
        _("when in the working day"), max_length=20, choices=PartOfDay, blank=True
    )
    several_injured = models.BooleanField(
        _("were several people injured?"), null=True, blank=True
    )
    violence = models.CharField(
        _("kind of threat or violence"), max_length=20, choices=Violence, blank=True
    )
    perpetrator = models.CharField(
        _("who threatened or was violent"),
        max_length=20,
        choices=Perpetrator,
        blank=True,
    )
    had_weapon = models.BooleanField(_("was there a weapon?"), null=True, blank=True)
    police_report = models.CharField(
        _("reported to the police?"), max_length=20, choices=PoliceReport, blank=True
    )
    police_number = models.CharField(
        _("the police's case number"), max_length=50, blank=True
    )
    # What it led to
    injury_type = code_from(Code.List.INJURY_TYPE, _("kind of injury"))
    body_part = code_from(Code.List.BODY_PART, _("part of the body"))
    absence = models.CharField(_("absence"), max_length=20, choices=Absence, blank=True)
    absence_days = models.PositiveIntegerField(
        _("days of absence"),
        validators=[MaxValueValidator(MOST_DAYS)],
        null=True,
        blank=True,
    )
    first_absence_on = models.DateField(
        _("first day of absence"), null=True, blank=True
    )
    claim_expected = models.BooleanField(
        _("may a claim for compensation be expected?"), null=True, blank=True
    )
    crisis_support = models.CharField(
        _("crisis support"), max_length=20, choices=CrisisSupport, blank=True
    )

    objects = DetailsQuerySet.as_manager()

    class Meta:
        verbose_name = _("details")
        verbose_name_plural = _("details")
        indexes = [
            models.Index(fields=["body_part"], name="details_body_part"),
            models.Index(fields=["injury_type"], name="details_injury_type"),
            models.Index(fields=["absence"], name="details_absence"),
            # All that statistics count by, so that they read no rows.
            models.Index(
                fields=["incident"],
                include=["body_part", "injury_type", "absence"],
                name="details_counted",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(absence_days=None)
                | Q(absence="none", absence_days=0)
                | Q(absence="1_3", absence_days__range=(1, 3))
                | Q(absence="4_14", absence_days__range=(4, 14))
                | Q(absence="15_over", absence_days__gt=14),
                name="details_absence_class_has_days",
                violation_error_message=_(
                    "The number of days does not fit the choice of absence."
                ),
            ),
        ]

    def __str__(self):
        return str(self.incident)

    @property
    def version(self):
        return self.incident.version

    @property
    def stated(self):
        """[(label, value in words)] of what has been filled in."""
        fields = [field for field in self._meta.fields if not field.primary_key]
        values = [(field.verbose_name, self._in_words(field)) for field in fields]
        return [(capfirst(label), value) for label, value in values if value != ""]

    def _in_words(self, field):
        value = getattr(self, field.name)
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if field.choices:
            return getattr(self, f"get_{field.name}_display")()
        return formats.localize(value)
