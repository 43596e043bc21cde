from organisation.forms import InUnitForm
from organisation.models import UnitPermission


class RiskFilterForm(InUnitForm):
    permission = UnitPermission.VIEW_ROUNDS

    def in_units(self, risks):
        return self.in_unit(risks)

    def of_level(self, risks):
        return risks
