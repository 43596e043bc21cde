from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from actionplans.models import RiskMatrix
from organisation.models import UnitPermission
from organisation.permissions import holds_everywhere
from riskassessment.forms.matrix import MatrixForm
from sam.sent import takes_form
from ui.forms import is_carried_out


@takes_form
def matrix(request):
    """The matrix in use and those before it; HR changes it for the whole municipality."""
    current = RiskMatrix.objects.current()
    may_change = holds_everywhere(request.user, UnitPermission.MANAGE_ROUNDS)
    if request.method == "POST" and not may_change:
        raise PermissionDenied
    form = MatrixForm(request.POST or None, matrix=current) if may_change else None
    if form and is_carried_out(form, by=request.user):
        messages.success(request, _("Risks are weighed by this matrix from now on."))
        return redirect("riskassessment:matrix")
    context = {
        "form": form,
        "matrix": current,
        "grid": current.grid({}),
        "before": RiskMatrix.objects.filter(is_current=False).select_related(
            "decided_by"
        ),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "riskassessment/matrix.html", context, status=status)
