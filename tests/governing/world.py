from governing.models import GoneThrough, LocalAddition
from sam.dates import today
from tests.governing.factories import decided


def addresses(people, school):
    """A routine of the administration, read by each and gone through, with a draft."""
    document = decided(
        school.parent,
        by=people["head"],
        kind="routine",
        is_read_by_each=True,
        is_gone_through=True,
    )
    document.write_anew(by=people["head"])
    addition = LocalAddition.objects.create(
        document=document,
        unit=school,
        body="Ring the bell.",
        discussed_in="The cooperation group",
        discussed_on=today(),
        written_by=people["manager"],
    )
    gone = GoneThrough.objects.register(
        by=people["manager"],
        document_version=document.current,
        unit=school,
        held_on=today(),
        present_count=8,
        no_measure_reason="All is in place.",
    )
    of_document = [
        *("document_detail", "document_edit", "document_withdraw", "version_add"),
        *("confirm", "readers", "go_through", "text_add", "decide", "discard"),
        "addition_add",
    ]
    of_gone = ["gone_through", "gone_through_withdraw", "measure_add"]
    of_unit = ["review_add", "control_document", "control_file"]
    return {
        **{f"governing:{name}": [document.pk] for name in of_document},
        **{f"governing:{name}": [gone.pk] for name in of_gone},
        **{f"governing:{name}": [school.pk] for name in of_unit},
        "governing:text_edit": [document.pk, "sv"],
        "governing:text_remove": [document.pk, "sv"],
        "governing:addition_edit": [document.pk, addition.pk],
        "governing:addition_remove": [document.pk, addition.pk],
        "governing:version": [document.pk, 1],
        "governing:version_by_key": [document.current.pk],
        "governing:ruling_add": [document.current.pk],
        "governing:document": [document.pk, 1],
        "governing:document_file": [document.pk, 1],
        "governing:version_file": [document.pk, 1, "sv"],
    }
