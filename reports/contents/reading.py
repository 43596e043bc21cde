"""Finding one's way in the content of a report."""

from reports.models import Section

FIGURES_IN = (Section.Kind.METRIC_TABLE, Section.Kind.INDICATOR_TABLE)


def titled(sections):
    """Each section with its title, or else that of the section it stands under."""
    title = ""
    for section in sections:
        title = section["title"] or title
        yield section, title


def tables_beside(sections, code):
    """The tables of the chapter that a section stands in."""
    return [each for each in chapter_of(sections, code) if each["kind"] in FIGURES_IN]


def chapter_of(sections, code, *, depth=2):
    """The sections of its chapter: 2.2 for the text 2.2.1, at the first depth all of 2."""
    chapters, number = {}, ""
    for section in sections:
        number = section["number"] or number
        chapters[section["code"]] = number.split(".")[:depth]
    return [each for each in sections if chapters[each["code"]] == chapters[code]]
