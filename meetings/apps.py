from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from actionplans import beside


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = _("Meetings")

    def ready(self):
        # Models can be imported now, and not when this module is.
        beside.plan_page.told_by(import_string("meetings.rulings.of_plan"))
        beside.elsewhere.told_by(import_string("meetings.cases.of_plan"))
