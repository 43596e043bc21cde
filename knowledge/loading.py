"""The courses that a municipality begins with, by its country."""

import json
from pathlib import Path

from django.db import transaction

from knowledge.models import Course, CourseRequirement
from organisation.models import Municipality

_DATA = Path(__file__).parent / "course_data"


@transaction.atomic
def load_courses():
    """Begin with the country's courses; where there are any nothing is done."""
    if Course.objects.exists():
        return
    country = Municipality.objects.country()
    for data in json.loads((_DATA / f"{country}.json").read_text()):
        requirements = data.pop("requirements", [])
        course = Course.objects.create(**data)
        CourseRequirement.objects.bulk_create(
            CourseRequirement(course=course, **requirement)
            for requirement in requirements
        )
