"""Courses that people have taken."""

from django.utils.translation import gettext_lazy as _

from knowledge.models import Certificate, CertificateImport, PlannedCourse
from sam.keeping import SET_UP, RecordKind, destroy, everywhere

KEPT = [
    RecordKind(
        "certificates",
        _("Certificates of courses"),
        lambda: Certificate.objects.all(),
        # As long as the person works here they say what the person may do.
        closed="person__left_on",
        unit="person__unit",
        dated="taken_on",
        persons=("person", "registered_by"),
        proposed={
            "SE": destroy(years=2),
            "NO": destroy(years=5),
            "DK": destroy(years=5),
        },
    ),
    RecordKind(
        "planned_courses",
        _("Courses wished for and planned"),
        lambda: PlannedCourse.objects.exclude(
            status__in=["wished", "offered", "planned"]
        ),
        closed="at",
        unit="person__unit",
        persons=("person", "by"),
        proposed=everywhere(destroy(years=2)),
    ),
    RecordKind(
        "certificate_imports",
        _("Files of certificates that were read in"),
        lambda: CertificateImport.objects.all(),
        closed="at",
        unit="",
        persons=("by",),
        proposed=everywhere(destroy(years=1)),
    ),
]
STAYS = {
    "knowledge.Course": SET_UP,
    "knowledge.CourseRequirement": SET_UP,
    "knowledge.RememberedColumns": SET_UP,
}
