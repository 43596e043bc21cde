"""Going through what was gathered: each text is read before anything goes out."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from privacy.forms.review import PassageForm, WithholdForm, WordsForm
from privacy.models import Item, Passage
from privacy.packing import mask_words
from privacy.reach import handled, readers_only
from privacy.reviewing import Choice, texts_of
from sam.reauthentication import recently_logged_in
from sam.sent import sent, takes_form
from ui.acting import form_page
from ui.forms import is_carried_out
from ui.paging import page_of

# So many records on one page: they are read, not looked through.
SIZE = 10


@require_safe
@readers_only
@recently_logged_in
def review(request, pk):
    found = _reviewed(request.user, pk)
    found.note_reading(request.user)
    return _render(request, found, WordsForm(found))


@require_POST
@readers_only
def review_words(request, pk):
    """Mask words in all that was found."""
    found = _reviewed(request.user, pk)
    form = WordsForm(found, request.POST)
    if not is_carried_out(form, by=request.user):
        return _render(request, found, form, status=422)
    messages.success(
        request,
        ngettext(
            "They are masked in %(n)s text.",
            "They are masked in %(n)s texts.",
            form.number,
        )
        % {"n": form.number},
    )
    return redirect("privacy:review", pk)


@require_POST
@readers_only
def review_page(request, pk):
    """The texts that stood on the page have been read, as they are masked now."""
    found = _reviewed(request.user, pk)
    texts = found.extract.passages.to_review()
    texts.filter(pk__in=_ids(request.POST.getlist("text"))).mark_reviewed(
        by=request.user
    )
    return redirect("privacy:review", pk)


@require_POST
@readers_only
def passage(request, pk):
    """One text: what is shown after all, what is masked besides; it is read with that."""
    found = get_object_or_404(Passage.objects.select_related("item"), pk=pk)
    reviewed = _reviewed(request.user, found.item.extract_id)
    form = PassageForm(found, request.POST)
    is_done = is_carried_out(form, by=request.user)
    context = {"text": texts_of(found, form if not is_done else None), "case": reviewed}
    if request.htmx:
        status = 200 if is_done else 422
        template = "privacy/passage.html"
        return render(request, template, context, status=status)
    if not is_done:
        return render(request, "privacy/passage_page.html", context, status=422)
    address = reverse("privacy:review", args=[reviewed.pk])
    return redirect(f"{address}?{Choice(request.GET).query}#text-{found.pk}")


@takes_form
@readers_only
def item_withhold(request, pk):
    item = get_object_or_404(Item.objects.select_related("extract__request"), pk=pk)
    found = _reviewed(request.user, item.extract_id)
    return form_page(
        request,
        WithholdForm(item, sent(request)),
        title=_("Withhold “%(record)s”") % {"record": item.heading},
        lead=_("The record is left out. The letter tells that something is, and why."),
        button=_("Withhold"),
        done=_("It is withheld."),
        back=reverse("privacy:review", args=[found.pk]),
        back_words=str(found),
    )


@require_POST
@readers_only
def item_give(request, pk):
    """Take back that it is withheld: its texts are to be read again."""
    item = get_object_or_404(Item, pk=pk)
    found = _reviewed(request.user, item.extract_id)
    item.give()
    return redirect("privacy:review", found.pk)


def _reviewed(user, pk):
    """The open request whose extract is gone through, by who handles it."""
    found = handled(user, pk)
    extract = getattr(found, "extract", None)
    if not found.is_open or not extract or not extract.is_gathered:
        raise Http404
    return found


def _render(request, found, words_form, status=200):
    extract, choice = found.extract, Choice(request.GET)
    items = choice.of(extract.items.filter(is_apart=False))
    page = page_of(
        items.prefetch_related("passages"), request.GET, by="position", size=SIZE
    )
    left = extract.unreviewed().count()
    shown = [texts_of(each) for item in page for each in item.passages.all()]
    context = {
        "case": found,
        "page": page,
        "choice": choice,
        "left": left,
        "all": extract.passages.to_review().count(),
        "words_form": words_form,
        "texts": {each.passage.pk: each for each in shown},
        "unread": [
            each.passage.pk
            for each in shown
            if each.is_text and not each.passage.reviewed_at
        ],
        "mask_words": mask_words,
    }
    for item in page:
        item.texts = [context["texts"][each.pk] for each in item.passages.all()]
    return render(request, "privacy/review.html", context, status=status)


def _ids(values):
    """Those that can be ids: anything else is of no text."""
    field = Passage._meta.pk
    found = []
    for value in values:
        try:
            found.append(field.to_python(value))
        except ValidationError:
            continue
    return found
