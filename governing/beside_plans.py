"""On the page of a project: the documents that are written in it."""

from django.utils.translation import gettext as _

from actionplans.beside import Line, Part
from governing.models import GoverningDocument


def parts(plan, user, *, can_handle):
    documents = GoverningDocument.objects.visible_to(user).filter(project=plan)
    lines = [Line(str(each), each.get_absolute_url()) for each in documents]
    yield Part(_("Documents that are written in it"), lines)
