"""Plans, goals and what was lifted; measures go with what they were decided for."""

from django.db.models import DateField, F, Func, Value
from django.utils.translation import gettext_lazy as _

from actionplans.models import Escalation, Goal, WorkEnvironmentPlan
from actionplans.models.work_plans import WorkEnvironmentPlanTransition
from sam.keeping import SET_UP, RecordKind, destroy, everywhere, moved_to, preserve

_LAST_DAY = Func(
    F("last_year"),
    Value(12),
    Value(31),
    function="make_date",
    output_field=DateField(),
)

KEPT = [
    RecordKind(
        "work_plans",
        _("Work environment plans and their measures"),
        lambda: WorkEnvironmentPlan.objects.all(),
        closed=moved_to(WorkEnvironmentPlanTransition, "plan", "ended"),
        dated="created_at",
        persons=("created_by",),
        proposed=everywhere(preserve()),
    ),
    RecordKind(
        "lifted",
        _("Matters lifted to a higher level"),
        lambda: Escalation.objects.all(),
        closed="answered_on",
        unit="origin_unit",
        dated="sent_on",
        persons=("sent_by", "answered_by"),
        lets_go=("actionplans.Escalation.previous",),
        proposed=everywhere(destroy(years=10)),
    ),
    RecordKind(
        "goals",
        _("Goals and how they went"),
        lambda: Goal.objects.all(),
        closed=_LAST_DAY,
        persons=("owner",),
        proposed=everywhere(preserve()),
    ),
]
STAYS = {
    "actionplans.RiskMatrix": SET_UP,
}
