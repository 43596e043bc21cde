"""The documents that are written in a project, for its page."""

from django.utils.translation import gettext as _

from actionplans.beside import Line, Told
from governing.models import GoverningDocument


def project(plan, user, **_rights):
    documents = GoverningDocument.objects.visible_to(user).filter(project=plan)
    lines = [Line(str(each), each.get_absolute_url()) for each in documents]
    return Told(_("Documents that are written in it"), lines)
