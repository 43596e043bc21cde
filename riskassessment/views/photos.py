from django.core.exceptions import BadRequest, ValidationError
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from attachments.photos import rewrite
from attachments.serving import serve_photo
from riskassessment.forms.walking import SentForm
from riskassessment.models import Answer, AnswerPhoto
from riskassessment.views.finding import visible_round
from riskassessment.views.walking import carry_out, find_question, refuse


@require_POST
def photo_add(request, pk, question):
    """Keep the photos that are fit, and say which are not."""
    round, question = find_question(request, pk, question)
    sent = SentForm(request.POST)
    if not sent.is_valid():
        raise BadRequest
    uploads = request.FILES.getlist("photos")
    key = sent.cleaned_data["key"] if len(uploads) == 1 else None
    photos, errors = _read(uploads)

    def act():
        for photo in photos:
            Answer.objects.add_photo(round, question, photo, by=request.user, key=key)

    if photos or not errors:
        answer = carry_out(request, round, question, act, key=key)
        if answer.status_code >= 400 or not errors:
            return answer
    return refuse(request, round, question, {"photos": errors})


def _read(uploads):
    """The photos in the files, and what is wrong with the others."""
    photos, errors = [], [] if uploads else [_("Choose a photo.")]
    for uploaded in uploads:
        try:
            photos.append(rewrite(uploaded))
        except ValidationError as error:
            errors.extend(error.messages)
    return photos, errors


@require_POST
def photo_remove(request, pk, question, photo):
    round, question = find_question(request, pk, question)

    def act():
        Answer.objects.remove_photo(round, question, photo)

    return carry_out(request, round, question, act)


@require_safe
def photo(request, pk, photo):
    return serve_photo(_visible_photo(request, pk, photo))


@require_safe
def thumbnail(request, pk, photo):
    return serve_photo(_visible_photo(request, pk, photo), thumbnail=True)


def _visible_photo(request, pk, photo):
    photos = AnswerPhoto.objects.filter(answer__round=visible_round(request, pk))
    return get_object_or_404(photos.select_related("attachment"), pk=photo).attachment
