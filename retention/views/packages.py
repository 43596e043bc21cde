"""Packages for the e-archive."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from retention.forms.packages import PackageForm, ReceiptForm
from retention.models import Package
from retention.rights import archivist_required
from sam.htmx import render_page_or_partial
from sam.reauthentication import recently_logged_in
from sam.sent import sent, takes_form
from sam.workflow import MOVED_ON
from ui.acting import form_page
from ui.paging import page_of


@require_safe
@archivist_required
def archive_list(request):
    packages = Package.objects.select_related("unit", "made_by")
    context = {"page": page_of(packages, request.GET, by="-made_at")}
    return render(request, "retention/archive_list.html", context)


@takes_form
@archivist_required
def archive_add(request):
    return form_page(
        request,
        PackageForm(sent(request)),
        title=_("A package for the e-archive"),
        lead=_("Each record becomes XML and a document (PDF/A), with its files."),
        button=_("Make the package"),
        back=reverse("retention:archive_list"),
        back_words=_("E-archive"),
    )


@require_safe
@archivist_required
def archive_detail(request, pk):
    found = Package.objects.select_related("unit", "made_by", "confirmed_by")
    package = get_object_or_404(found, pk=pk)
    template = "retention/archive_detail.html"
    return render_page_or_partial(request, template, "progress", {"package": package})


@require_safe
@archivist_required
@recently_logged_in
def archive_file(request, pk):
    package = get_object_or_404(Package.objects.exclude(file=""), pk=pk)
    if not package.file.storage.exists(package.file.name):
        raise Http404
    Package.objects.filter(pk=pk, fetched_at=None).update(fetched_at=timezone.now())
    return FileResponse(
        package.file.open(),
        as_attachment=True,
        content_type="application/zip",
        filename=f"sam-{package.kind}-{package.made_at:%Y%m%d-%H%M}.zip",
        headers={
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


@takes_form
@archivist_required
def archive_receipt(request, pk):
    package = get_object_or_404(Package, pk=pk)
    form = ReceiptForm(package, sent(request))
    fits = package.status == Package.Status.DONE and not package.received_on
    if not fits and not form.is_bound:
        messages.error(request, MOVED_ON)
        return redirect(package)
    return form_page(
        request,
        form,
        title=_("The archive has confirmed"),
        lead=_(
            "From then on a rule that waits for the e-archive may destroy the program's own."
        ),
        button=_("Note the receipt"),
        back=package.get_absolute_url(),
        back_words=str(package),
        to=package.get_absolute_url(),
        done=_("The receipt is noted."),
    )
