from datetime import timedelta

from attachments import files
from knowledge.loading import load_courses
from knowledge.models import Certificate, CertificateImport, Course, PlannedCourse
from sam.dates import today


def addresses(people, school):
    """A certificate of the school's employee, a wish, and an import of HR's."""
    load_courses()
    course = Course.objects.first()
    document = files.keep(files.Document(b"%PDF-1.7", files.PDF, "a.pdf"))
    certificate = Certificate.objects.create(
        person=people["employee"],
        course=course,
        taken_on=today(),
        last_on=today() + timedelta(days=40),
        file=document,
        registered_by=people["hr"],
    )
    wish = PlannedCourse.objects.create(
        person=people["employee"], wish="Knots", by=people["employee"]
    )
    source = CertificateImport.objects.create(
        file_name="a.xlsx",
        by=people["hr"],
        status="checked",
        sheet={"headings": ["E-post", "Kurs", "Datum"], "rows": [[2, ["a", "b", "c"]]]},
        columns={"person": 0, "course": 1, "taken_on": 2},
    )
    requirement = course.requirements.first()
    return {
        "knowledge:certificate_detail": [certificate.pk],
        "knowledge:certificate_file": [certificate.pk],
        "knowledge:certificate_delete": [certificate.pk],
        "knowledge:planned_answer": [wish.pk],
        "knowledge:plan_add": [people["employee"].pk, course.pk],
        "knowledge:course_detail": [course.pk],
        "knowledge:course_edit": [course.pk],
        "knowledge:requirement_delete": [requirement.pk],
        **{
            f"knowledge:{name}": [source.pk]
            for name in ("import", "import_columns", "import_refused", "import_delete")
        },
    }
