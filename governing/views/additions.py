"""What a document means in one administration or unit."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from governing.forms.additions import (
    AdditionChangeForm,
    AdditionForm,
    units_below,
)
from governing.views.finding import visible_document
from sam.access import get_allowed
from sam.sent import sent, takes_form
from ui.acting import is_done
from ui.forms import PlainForm


@takes_form
def addition_add(request, pk):
    document = visible_document(request, pk)
    if not units_below(document, by=request.user).exists():
        raise PermissionDenied
    form = AdditionForm(document, sent(request), by=request.user)
    if is_done(request, form, _("The addition stands on the document's page.")):
        return redirect(document)
    return _render(request, "governing/addition_form.html", form, document)


@takes_form
def addition_edit(request, pk, addition):
    document, addition = _written(request, pk, addition)
    form = AdditionChangeForm(addition, sent(request))
    if is_done(request, form, _("Saved.")):
        return redirect(document)
    template = "governing/addition_form.html"
    return _render(request, template, form, document, addition=addition)


@takes_form
def addition_remove(request, pk, addition):
    document, addition = _written(request, pk, addition)
    form = PlainForm(sent(request))
    if form.is_valid():
        addition.delete()
        messages.success(request, _("The addition is removed."))
        return redirect(document)
    template = "governing/addition_remove.html"
    return _render(request, template, form, document, addition=addition)


def _written(request, pk, addition):
    document = visible_document(request, pk)
    additions, user = document.additions.select_related("unit"), request.user
    get_object_or_404(additions.visible_to(user), pk=addition)
    written, visible = additions.written_by(user), additions.visible_to(user)
    return document, get_allowed(written, visible, pk=addition)


def _render(request, template, form, document, **more):
    context = {"form": form, "document": document, **more}
    return render(request, template, context, status=422 if form.is_bound else 200)
