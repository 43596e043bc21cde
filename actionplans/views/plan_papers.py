"""A plan on paper: to print from the page, as a document, as a spreadsheet."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplans import plan_document, plan_sheet, planning, tasks
from actionplans.views.plans import visible_plan
from attachments.serving import serve_workbook
from organisation.models import Municipality
from sam.sent import takes_form
from ui.kept import order_page


@require_safe
def paper(request, pk):
    """All rows at once, however many."""
    plan = visible_plan(request, pk)
    context = {
        **plan_document.context_of(plan),
        "terms": planning.TERMS[Municipality.objects.country()],
    }
    return render(request, "plans/paper.html", context)


@takes_form
def document(request, pk):
    """The page where the document is ordered, waited for and fetched."""
    plan, annex = _asked_for(request, pk)
    kept, language = plan_document.kept(annex=annex), get_language()

    def order():
        tasks.make_plan_document.delay_on_commit(str(pk), language, annex=annex)

    file_url = reverse("plans:document_file", args=[pk])
    return order_page(
        request,
        kept,
        plan,
        language,
        order=order,
        file_url=f"{file_url}?annex" if annex else file_url,
        template="plans/document.html",
        making=_("The document is being made. A long plan takes some minutes."),
        plan=plan,
        annex=annex,
        can_annex=_may_annex(request, plan),
    )


@require_safe
def document_file(request, pk):
    plan, annex = _asked_for(request, pk)
    name = _("plan-%(years)s.pdf") % {"years": plan.years}
    return plan_document.kept(annex=annex).serve(plan, get_language(), name)


@require_safe
def sheet(request, pk):
    plan = visible_plan(request, pk)
    name = _("plan-%(years)s.xlsx") % {"years": plan.years}
    return serve_workbook(plan_sheet.as_file(plan), name)


def _asked_for(request, pk):
    """The plan, and whether those below it are wanted too."""
    plan = visible_plan(request, pk)
    annex = "annex" in request.GET
    if annex and not _may_annex(request, plan):
        raise PermissionDenied
    return plan, annex


def _may_annex(request, plan):
    """The plans below are not for all who may read this one."""
    return request.user.has_perm("organisation.view_measures", plan)
