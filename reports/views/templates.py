"""Report templates as wholes: read, begun, copied, moved on, and shown as reports."""

import json

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from reports import editing
from reports.completeness import review
from reports.forms.templates import HeadForm, PreviewForm, UploadForm
from reports.models import ReportTemplate
from reports.previewing import preview
from reports.rights import require_producer
from reports.template_files import Refused, as_content, content_of
from sam.sent import sent, takes_form
from sam.workflow import InvalidTransition
from ui.acting import render_form


def get_template(request, pk):
    """For those who make the reports of the whole municipality; no one else may see it."""
    require_producer(request.user)
    templates = ReportTemplate.objects.select_related("based_on", "changed_by")
    return get_object_or_404(templates, pk=pk)


@require_safe
def template_list(request):
    require_producer(request.user)
    templates = ReportTemplate.objects.for_list()
    return render(request, "reports/templates/list.html", {"templates": templates})


@require_safe
def template_detail(request, pk):
    template = get_template(request, pk)
    context = {
        "template": template,
        "sections": template.sections.with_all(),
        "years": template.reportingyear_set.all(),
    }
    return render(request, "reports/templates/detail.html", context)


@require_safe
def template_preview(request, pk):
    template = get_template(request, pk)
    form = PreviewForm(request.GET, template=template)
    content, municipality = preview(template, **form.chosen())
    context = {
        "template": template,
        "filter_form": form,
        "content": content,
        # Read already: the page's head need not ask again.
        "municipality": municipality,
    }
    return render(request, "reports/templates/preview.html", context)


@require_safe
def template_file(request, pk):
    template = get_template(request, pk)
    said = json.dumps(as_content(template), ensure_ascii=False, indent=2)
    name = f"{template.code}-{template.version}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(said, content_type="application/json", headers=headers)


@takes_form
def template_add(request):
    require_producer(request.user)
    form = HeadForm(sent(request), instance=ReportTemplate())
    if form.is_valid():
        draft = editing.begin(by=request.user, **form.said)
        return redirect("reports:template_edit", draft.pk)
    return render_form(request, form, "reports/templates/add.html")


@takes_form
def template_upload(request):
    require_producer(request.user)
    form = UploadForm(sent(request), request.FILES or None)
    context = {"form": form}
    if form.is_valid():
        try:
            content = content_of(form.cleaned_data["file"])
            draft = editing.take_in(content, by=request.user)
        except Refused as refused:
            context["problems"] = refused.problems
        except InvalidTransition as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, _("The draft says what the file says."))
            return redirect("reports:template_edit", draft.pk)
    status = 422 if form.is_bound else 200
    return render(request, "reports/templates/upload.html", context, status=status)


@require_POST
def template_version(request, pk):
    template = get_template(request, pk)
    draft = editing.make_version(template, by=request.user)
    if draft.based_on_id != template.pk:
        messages.info(request, _("There is a draft already. Go on with that one."))
    return redirect("reports:template_edit", draft.pk)


@require_POST
def template_copy(request, pk):
    draft = editing.copy(get_template(request, pk), by=request.user)
    return redirect("reports:template_head", draft.pk)


@takes_form
def template_publish(request, pk):
    draft = get_template(request, pk)
    stamp = request.POST.get("stamp", "")
    if request.method == "POST":
        return _moved_on(
            request,
            draft,
            lambda: editing.publish(draft, by=request.user, stamp=stamp),
            _("The template can be used for new reports."),
            otherwise=reverse("reports:template_publish", args=[pk]),
        )
    if not draft.is_draft:
        return redirect(draft)
    context = {
        "template": draft,
        "review": review(draft),
        "stamp": editing.reviewed(draft),
    }
    return render(request, "reports/templates/publish.html", context)


@takes_form
def template_withdraw(request, pk):
    template = get_template(request, pk)
    done = _("No more reports are begun with it.")
    if request.method == "POST":
        return _moved_on(request, template, template.withdraw, done)
    if template.status != ReportTemplate.Status.PUBLISHED:
        return redirect(template)
    context = {"template": template, "years": template.reportingyear_set.all()}
    return render(request, "reports/templates/withdraw.html", context)


@takes_form
def template_discard(request, pk):
    draft = get_template(request, pk)
    if request.method == "POST":
        try:
            editing.discard(draft, by=request.user)
        except InvalidTransition as error:
            messages.error(request, error)
        else:
            messages.success(request, _("The draft is discarded."))
        return redirect("reports:templates")
    if not draft.is_draft:
        return redirect(draft)
    return render(request, "reports/templates/discard.html", {"template": draft})


def _moved_on(request, template, act, done, *, otherwise=None):
    """Carry it out, and say on the template's page what came of it; what did not, on the
    page `otherwise` where there is one."""
    try:
        act()
    except InvalidTransition as error:
        messages.error(request, error)
        return redirect(otherwise or template)
    messages.success(request, done)
    return redirect(template)
