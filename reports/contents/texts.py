"""What people have written."""


def narrative(year, report, section):
    return {"text": text_of(year, report, section)}


def text_of(year, report, section, row=None):
    """The text of a section, or of one of its rows; empty until it is written."""
    return year.narratives.get((report.pk, section.pk, row and row.pk), "")
