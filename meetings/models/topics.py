from django.db import models
from django.utils.translation import gettext_lazy as _


class Topic(models.TextChoices):
    """Kinds of information that a committee is to get; meetings.expecting says which of
    them every year, and by what law."""

    INCIDENTS = "incidents", _("Accidents, near misses and occupational diseases")
    HEALTH_SERVICE = "health_service", _("Occupational health service")
    TRAINING = "training", _("Training and information")
    BUILDINGS = "buildings", _("Buildings, machines and larger changes")
    SYSTEM = "system", _("How the systematic work is set up and kept up")
    WORKING_TIME = "working_time", _("Working hours")
    ACCOMMODATION = "accommodation", _("Employees with reduced capacity")
    MEASUREMENTS = "measurements", _("Measurements and investigations of hygiene")
    ACTION_PLAN = "action_plan", _("The action plan and what comes first in it")
    INTRODUCTION = "introduction", _("Introduction of new employees")
    ROUNDS = "rounds", _("Rounds and inspections of our own")
    AUTHORITY = "authority", _("Inspections and orders by the authority")
    SURVEY = "survey", _("Employee survey and what came of it")
    SICK_LEAVE = "sick_leave", _("Sick leave")
    LIFTED = "lifted", _("What units could not solve")
    RECOGNITION = "recognition", _("Prizes and good examples")
    BUDGET = "budget", _("What the budget means for the work")
    OTHER = "other", _("Something else")
