"""HR's figures from a spreadsheet of any shape.

`reading` makes rows of a file, `meaning` says what its columns and words are, `cells` reads
months and numbers, `checking` makes a figure of each number or says why not, and `running`
goes from one step to the next.
"""

from attachments.sheets import MAX_ROWS, MAX_UNPACKED
from reports.importing.checking import ImportRefused, Problem
from reports.importing.meaning import COLUMNS, HEADINGS
from reports.importing.running import empty_workbook, take_in

__all__ = [
    "COLUMNS",
    "HEADINGS",
    "MAX_ROWS",
    "MAX_UNPACKED",
    "ImportRefused",
    "Problem",
    "empty_workbook",
    "take_in",
]
