"""Which risks a plan of the work environment should have something against."""

from django.utils.translation import gettext as _

from actionplans.beside import Line, Told
from riskassessment.models import Risk

# More than a plan can take up at once; the register has them all.
MOST = 20


def proposed(plan, user, **_rights):
    """Open serious risks of its unit against which nothing is planned or done."""
    title = _("Serious risks without a measure")
    if not plan.takes_measures:
        return Told(title, [])
    risks = Risk.objects.visible_to(user).unmeasured().filter(unit=plan.unit_id)
    return Told(
        title,
        [
            Line(risk.description, risk.get_absolute_url(), risk.level.label)
            for risk in risks.select_related("matrix")[:MOST]
        ],
    )
