"""What is known about me: a person's own requests, and the answers to them."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from organisation.models import Municipality
from privacy import packing
from privacy.forms.requests import OwnForm
from privacy.law import authority, secrecy_words
from privacy.models import DataRequest
from privacy.views.documents import extract_page
from sam.htmx import render_page_or_partial
from sam.reauthentication import recently_logged_in
from sam.sent import sent, takes_form
from sam.workflow import InvalidTransition
from ui.acting import form_page


@require_safe
def mine(request):
    country = Municipality.objects.country()
    context = {
        "requests": DataRequest.objects.own(request.user).order_by("-received_on"),
        "authority": authority(country),
    }
    return render(request, "privacy/mine.html", context)


@takes_form
def own_add(request):
    return form_page(
        request,
        OwnForm(sent(request)),
        title=_("Ask about your personal data"),
        lead=_("You get an answer within a month, here and without a fee."),
        button=_("Send"),
        done=_("Your request is sent."),
        to=reverse("privacy:mine"),
        back=reverse("privacy:mine"),
        back_words=_("What is known about me"),
    )


@require_safe
def own_request(request, pk):
    found = _own(request.user, pk)
    country = Municipality.objects.country()
    context = {
        "case": found,
        "extract": getattr(found, "extract", None),
        "authority": authority(country),
        "provisions": secrecy_words(found.provisions),
        "withheld": _withheld(found),
    }
    return render_page_or_partial(request, "privacy/own.html", "extract", context)


def _withheld(found):
    return packing.withheld_of(found.extract) if found.lies_ready else []


@require_POST
def own_withdraw(request, pk):
    found = _own(request.user, pk)
    try:
        found.withdraw(by=request.user)
    except InvalidTransition as error:
        messages.error(request, error)
    return redirect("privacy:own_request", pk)


@takes_form
@recently_logged_in
def own_document(request, pk):
    return extract_page(
        request,
        _ready(request.user, pk),
        file_url=reverse("privacy:own_file", args=[pk]),
        template="privacy/own_document.html",
    )


@require_safe
@recently_logged_in
def own_file(request, pk):
    found = _ready(request.user, pk)
    return packing.serve(found, get_language(), by=request.user)


def _own(user, pk):
    related = DataRequest.objects.own(user).select_related("extract", "person")
    return get_object_or_404(related, pk=pk)


def _ready(user, pk):
    """Answered, and not longer ago than the copy is kept; nothing unread, whatever came between."""
    found = _own(user, pk)
    if not (found.lies_ready and found.is_gone_through()):
        raise Http404
    return found
