from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from actionplans import beside
from riskassessment import procedures


class GoverningConfig(AppConfig):
    name = "governing"
    verbose_name = _("Policies and routines")

    def ready(self):
        # Models can be imported now, and not when this module is.
        procedures.told_by(import_string("governing.procedures.for_risks"))
        beside.plan_page.told_by(import_string("governing.documents_of.project"))
