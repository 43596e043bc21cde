"""The spreadsheet that HR's payroll system would deliver, for `reports` to take in."""

from io import BytesIO
from itertools import accumulate

from openpyxl import Workbook

from demo.figures import STAFF
from reports.importing import COLUMNS

# How the year's amounts fall on its months; each row comes to 100.
_EVEN = [8, 8, 9, 8, 8, 9, 8, 8, 9, 8, 8, 9]
_WINTER = [11, 12, 11, 8, 7, 6, 3, 5, 8, 9, 10, 10]
_SUMMER = [7, 6, 7, 7, 9, 13, 12, 13, 8, 6, 6, 6]
_YEAR_END = [7, 7, 8, 7, 8, 9, 9, 7, 8, 8, 9, 13]
# Above and below the mean number of employees; comes to nothing over the year.
_HEADCOUNT = [0, 1, 1, 1, 0, -1, -2, -1, 0, 0, 1, 0]


def workbook(year, committees):
    """The year month by month as an xlsx file; `committees` by the codes of `figures`."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(f"Underlag {year}")
    sheet.append(COLUMNS)
    for staff in STAFF[year]:
        name = committees[staff.committee].name
        for month, amounts in enumerate(_months(staff), start=1):
            sheet.append([name, f"{year}-{month:02}", staff.sex, *amounts])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _months(staff):
    """Twelve rows in the order of the columns."""
    leavers = _spread(staff.leavers, _SUMMER)
    return zip(
        _spread(staff.contracted_hours, _EVEN),
        _spread(staff.short_sick_hours, _WINTER),
        _spread(staff.long_sick_hours, _EVEN),
        [staff.average_headcount + more for more in _HEADCOUNT],
        leavers,
        _among(leavers, staff.retirements),
        _spread(staff.additional_hours, _SUMMER),
        _spread(staff.overtime_hours, _YEAR_END),
        strict=True,
    )


def _spread(total, shares):
    """Whole numbers in the given shares that come to the total."""
    reached = [total * share // 100 for share in accumulate(shares)]
    return [now - before for before, now in zip([0, *reached], reached, strict=False)]


def _among(leavers, retirements):
    """The months of those leavers who retire, evenly among all."""
    months = [month for month, number in enumerate(leavers) for _ in range(number)]
    retiring = [
        months[place * len(months) // retirements] for place in range(retirements)
    ]
    return [retiring.count(month) for month in range(12)]
