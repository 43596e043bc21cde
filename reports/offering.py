"""What rooms below use of reports without knowing them; read once, when the program starts."""

from django.utils.translation import gettext_lazy as _

from actionplans import yardsticks
from annualcycle import evidence
from reports.following_up import submitted
from reports.yardsticks import ReportFigures

yardsticks.offer(ReportFigures())
evidence.offer(
    "report", _("The annual follow-up is sent in"), submitted, at="reports:list"
)
