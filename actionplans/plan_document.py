"""A plan as a document, with the plans of the units below it when they are wanted."""

from django.utils.translation import override

from actionplans import planning
from actionplans.models import WorkEnvironmentPlan
from organisation.models import Municipality
from sam.dates import today
from ui.kept import KeptDocument
from ui.pdf import document

# A long plan takes minutes: nobody orders it a second time meanwhile.
WAITS = 600
_alone = KeptDocument("actionplans.plan", waits=WAITS)
_with_annex = KeptDocument("actionplans.plan.annex", waits=WAITS)


def kept(*, annex):
    return _with_annex if annex else _alone


def make(pk, language, *, annex=False):
    plan = WorkEnvironmentPlan.objects.with_line().with_totals().get(pk=pk)
    plans = [plan]
    if annex:
        plans += planning.below(plan).with_line().with_totals()
    with override(language):
        pdf = document(
            "plans/plan_document.html",
            {
                "plans": [context_of(each) for each in plans],
                "municipality": Municipality.objects.current(),
                "terms": planning.TERMS[Municipality.objects.country()],
                "today": today(),
            },
            identifier=f"plan-{pk}-{language}{'-annex' * annex}",
            language=language,
        )
    kept(annex=annex).keep(pk, language, pdf)


def context_of(plan):
    """What stands in it, whole."""
    return {
        "plan": plan,
        "line": plan.goals_by_plan(),
        "rows": plan.rows(),
        "reviews": plan.reviews.all(),
    }
