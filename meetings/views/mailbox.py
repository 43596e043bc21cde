from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from meetings.models import MailboxMatter


@require_safe
def matter_detail(request, pk):
    matters = MailboxMatter.objects.visible_to(request.user).in_full()
    matter = get_object_or_404(matters, pk=pk)
    if matter.sender == request.user:
        matter.note_reading()
    return render(request, "meetings/matter_detail.html", {"matter": matter})
