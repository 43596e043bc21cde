"""The register of processing: a page, a document, a spreadsheet, and words of one's own."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from attachments.serving import serve_workbook
from attachments.spreadsheets import workbook
from organisation.models import Municipality
from privacy import register_document, tasks
from privacy.forms.register import AdditionForm
from privacy.law import authority
from privacy.models.oversight import oversees
from privacy.processing import SECURITY, entry_of
from privacy.processing import register as entries
from privacy.reach import overseeing_only, readers_only
from sam.sent import sent, takes_form
from ui.acting import form_page
from ui.kept import order_page


@require_safe
@readers_only
def register(request):
    municipality = Municipality.objects.current()
    context = {
        "entries": entries(),
        "security": SECURITY,
        "authority": authority(municipality.country),
        "may_edit": oversees(request.user),
    }
    return render(request, "privacy/register.html", context)


@takes_form
@overseeing_only
def register_edit(request, code):
    if not (entry := entry_of(code)):
        raise Http404
    return form_page(
        request,
        AdditionForm(entry.addition, sent(request)),
        title=str(entry.purpose.title),
        lead=entry.purpose.why,
        button=_("Save"),
        done=_("Saved."),
        back=reverse("privacy:register"),
        back_words=_("Register of processing"),
    )


@require_safe
@readers_only
def register_file(request):
    title = _("Register of processing")
    return serve_workbook(workbook(title, register_document.rows()), f"{title}.xlsx")


@takes_form
@readers_only
def register_order(request):
    language = get_language()
    return order_page(
        request,
        register_document.KEPT,
        Municipality.objects.current(),
        language,
        order=lambda: tasks.make_register.delay_on_commit(language),
        file_url=reverse("privacy:register_pdf"),
        template="privacy/register_order.html",
    )


@require_safe
@readers_only
def register_pdf(request):
    municipality = Municipality.objects.current()
    name = _("register-of-processing.pdf")
    return register_document.KEPT.serve(municipality, get_language(), name)
