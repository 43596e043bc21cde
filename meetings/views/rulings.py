from actionplans.models import WorkEnvironmentPlan
from meetings import rulings
from organisation.models import UnitPermission
from sam.access import get_allowed
from sam.sent import takes_form


@takes_form
def ruling_add(request, pk):
    """What a body made of a plan, by whoever writes it."""
    plans = WorkEnvironmentPlan.objects
    written = plans.reached_by(request.user, UnitPermission.WRITE_PLANS)
    plan = get_allowed(
        written.select_related("unit"), plans.visible_to(request.user), pk=pk
    )
    return rulings.add_page(request, plan, unit=plan.unit)
