from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from actionplans import beside


class RiskassessmentConfig(AppConfig):
    name = "riskassessment"
    verbose_name = _("Rounds and risks")

    def ready(self):
        # Models can be imported now, and not when this module is.
        beside.elsewhere.told_by(
            import_string("riskassessment.planning_ahead.proposed")
        )
