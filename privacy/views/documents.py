"""The page where what a request has gathered is made ready and fetched."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from privacy import packing, tasks
from ui.kept import order_page


def extract_page(request, found, *, file_url, template):
    language = get_language()
    return order_page(
        request,
        packing.KEPT,
        found,
        language,
        order=lambda: tasks.pack.delay_on_commit(str(found.pk), language),
        file_url=file_url,
        template=template,
        save_words=_("Save the extract (zip)"),
        case=found,
    )
