from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Annual reports")

    def ready(self):
        """What rooms below can use without knowing reports."""
        from actionplans import yardsticks
        from annualcycle import evidence
        from reports.following_up import submitted
        from reports.yardsticks import ReportFigures

        yardsticks.offer(ReportFigures())
        evidence.offer("report", _("The annual follow-up is sent in"), submitted)
