"""How a report names itself in its documents, whichever kind they are of."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reports.contents import titled


def reports_of(content):
    """Those that are printed one after the other; most often the report itself."""
    return content.get("reports") or [content]


def title_of(content, *, with_place=True):
    words = " ".join(
        filter(None, [content["title"], content.get("part"), str(content["year"])])
    )
    return f"{words}, {place_of(content)}" if with_place else words


def place_of(content):
    """Whose report it is."""
    if content["committee"] or content.get("unit"):
        return ": ".join(filter(None, [content.get("unit"), content["committee"]]))
    return _("The whole municipality")


def days(period):
    """1 juli 2023–30 juni 2024."""
    return "–".join(day(each) for each in period)


def day(iso):
    return date_format(date.fromisoformat(iso), "DATE_FORMAT") if iso else ""


def sections_of(report):
    """Each with its title, or else that of the section it stands under."""
    return [section | {"title": title} for section, title in titled(report["sections"])]
