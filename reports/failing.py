"""Which part of a report kept a document from being made."""

from contextlib import contextmanager


class SectionFailed(Exception):
    """One section could not be written; the message names it."""


@contextmanager
def naming(section):
    """What goes wrong within is told of as the section's."""
    try:
        yield
    except Exception as error:
        name = " ".join(filter(None, [section["number"], section["title"]]))
        raise SectionFailed(f"{name or section['code']}: {error}") from error
