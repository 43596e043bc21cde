from knowledge.models.certificates import (
    FOR_EVER,
    SOON_DAYS,
    Certificate,
    PlannedCourse,
    last_day_of,
)
from knowledge.models.courses import Course, CourseRequirement
from knowledge.models.imports import CertificateImport, RememberedColumns
from knowledge.models.reminders import CertificateReminder

__all__ = [
    "FOR_EVER",
    "SOON_DAYS",
    "Certificate",
    "CertificateImport",
    "CertificateReminder",
    "Course",
    "CourseRequirement",
    "PlannedCourse",
    "RememberedColumns",
    "last_day_of",
]
