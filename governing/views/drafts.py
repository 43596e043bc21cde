"""A version while it is written: its texts, and the decision that ends it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from governing.forms.versions import DecideForm, LanguageForm, TextForm
from governing.views.finding import draft_of
from sam.sent import sent, takes_form
from sam.workflow import InvalidTransition
from ui.acting import is_done
from ui.forms import PlainForm, is_carried_out


@takes_form
def text_add(request, pk):
    draft = draft_of(request, pk)
    form = LanguageForm(draft, sent(request))
    if is_carried_out(form, by=request.user):
        text = draft.texts.get(
            language=form.cleaned_data["language"],
            is_easy_read=form.cleaned_data["is_easy_read"],
        )
        return redirect("governing:text_edit", pk, text.code)
    return _render(request, "governing/text_add.html", form, draft)


@takes_form
def text_edit(request, pk, code):
    draft = draft_of(request, pk)
    text = _text_of(draft, code)
    files = request.FILES if request.method == "POST" else None
    form = TextForm(text, sent(request), files)
    if is_done(request, form, _("The text is saved.")):
        return redirect(draft)
    return _render(request, "governing/text_edit.html", form, draft, text=text)


@takes_form
def text_remove(request, pk, code):
    draft = draft_of(request, pk)
    text = _text_of(draft, code)
    form = PlainForm(sent(request))
    if form.is_valid():
        try:
            text.remove(by=request.user)
        except InvalidTransition as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The text is removed."))
            return redirect(draft)
    return _render(request, "governing/text_remove.html", form, draft, text=text)


@takes_form
def decide(request, pk):
    draft = draft_of(request, pk)
    form = DecideForm(draft, sent(request))
    if is_carried_out(form, by=request.user):
        messages.success(
            request, _("The version is decided, and does not change again.")
        )
        return redirect(draft.document)
    return _render(request, "governing/decide.html", form, draft)


@takes_form
def discard(request, pk):
    draft = draft_of(request, pk)
    form = PlainForm(sent(request))
    if form.is_valid():
        is_first = draft.number == 1
        draft.discard(by=request.user)
        messages.success(request, _("The draft is deleted."))
        if is_first:
            return redirect("governing:document_list")
        return redirect(draft.document)
    return _render(request, "governing/discard.html", form, draft)


def _text_of(draft, code):
    language, _dash, easy = code.partition("-")
    texts = draft.texts.select_related("file", "document_version__document")
    return get_object_or_404(texts, language=language, is_easy_read=easy == "easy")


def _render(request, template, form, draft, **more):
    context = {"form": form, "version": draft, "document": draft.document, **more}
    return render(request, template, context, status=422 if form.is_bound else 200)
