from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from attachments.models import Attachment
from attachments.serving import serve_photo
from attachments.waiting import sender_of


# Also for those who report without an account.
@login_not_required
@require_safe
def waiting_photo(request, pk):
    """A photo of one's own form that is not sent yet, small."""
    waiting = Attachment.objects.waiting_for(sender_of(request))
    return serve_photo(get_object_or_404(waiting, pk=pk), thumbnail=True)
