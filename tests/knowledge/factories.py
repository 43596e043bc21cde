from datetime import timedelta

from knowledge.models import Certificate, Course, CourseRequirement
from sam.dates import today


def course(name="Certification", *, role="manager", within_months=0, **what):
    """A course that people with the role must have."""
    made = Course.objects.create(name=name, **what)
    if role:
        CourseRequirement.objects.create(
            course=made, role=role, within_months=within_months
        )
    return made


def certificate(person, of, *, left=None, **what):
    """With so many days left; for ever when nothing is said."""
    if left is not None:
        what["last_on"] = today() + timedelta(days=left)
        what.setdefault("taken_on", what["last_on"] - timedelta(days=400))
    fields = {"taken_on": today(), **what}
    return Certificate.objects.create(
        person=person, course=of, registered_by=person, **fields
    )
