"""All that the reports of a year say, as plain data: the page and every document are made
from it, and a snapshot keeps it."""

from reports.contents.reading import chapter_of, tables_beside, titled
from reports.contents.year import YearContents

__all__ = ["YearContents", "chapter_of", "tables_beside", "titled"]
