"""What people do with the program, each as one filled form from a page that they opened.

`words` stand in what is made, so that it can be found again. Each act raises Unheard when
the page does not come, and Refused when it has no such form: then nothing was done.
"""

from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO

from openpyxl import Workbook
from PIL import Image

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JPEG = "image/jpeg"


def report(person, words, *, photos=0):
    """Report an incident at the own workplace; leads to its receipt."""
    form = person.open("/incidents/report/").form_with("form_key", "description")
    filled = person.fill(form).put(
        kind="near_miss", is_hurt="no", description=words, manager_part=""
    )
    for number in range(photos):
        filled = filled.attach("photos", f"{number}.jpg", photo(), JPEG)
    return filled


def answer(person, round, question, words, *, value="yes"):
    """Answer one question of a round, with a comment; leads to the next question."""
    page = person.open(f"/rounds/{round}/questions/{question}/")
    filled = person.fill(page.form_with("was_value", "comment"))
    return filled.put(value=value, comment=words, then="next")


def plan_measure(person, plan, words, *, responsible, days=30):
    """Add a measure to an action plan; leads to the measure, or to what the plan is of."""
    page = person.open(f"/measures/plan/{plan}/add/")
    # Not Django's: trials.load.people runs without it.
    due_on = datetime.now(UTC) + timedelta(days=days)  # noqa: TID251
    return person.fill(page.form_with("activity", "due_on")).put(
        activity=words,
        goal="Nobody is hurt.",
        responsible=str(responsible),
        due_on=f"{due_on:%Y-%m-%d}",
    )


def carry_out_measure(person, measure, words):
    """Say that a measure is carried out; leads back to it."""
    page = person.open(f"/measures/{measure}/?act=finish")
    return person.fill(page.form_with("done_on", "done_note")).put(done_note=words)


def upload_figures(person, content, *, name="figures.xlsx"):
    """Send HR's spreadsheet; leads to the dry run, from which `take_in_figures` goes on."""
    page = person.open("/reports/figures/")
    filled = person.fill(page.form_with("file"))
    return filled.attach("file", name, content, XLSX)


def take_in_figures(person, place):
    """Take in what the dry run at the place has shown; leads to what became of it."""
    return person.fill(person.open(place).form_with("stamp"))


def upload_history(person, content, *, name="history.xlsx"):
    """Send a spreadsheet of earlier incidents; leads to the page of the import."""
    page = person.open("/incidents/history/")
    return person.fill(page.form_with("file")).attach("file", name, content, XLSX)


def name_columns(person, place):
    """Say what the columns are, as the program guesses them."""
    return person.fill(person.open(f"{place}columns/").form_with("all_kinds"))


def name_values(person, place):
    """Say what the words are, as the program guesses them; begins the dry run."""
    return person.fill(person.open(f"{place}values/").own_form())


def start_import(person, place):
    """Let a checked import begin; leads back to its page."""
    return person.fill(person.open(place).form_to("/import/"))


def go_on_with_import(person, place):
    """The button on the page of an import that has broken off."""
    return person.fill(person.open(place).form_to("/go-on/"))


def order_documents(person, year):
    """Order all documents of a year's reports; leads back to the year."""
    page = person.open(f"/reports/years/{year}/")
    return person.fill(page.form_to("/produce/"))


def order_export(person, query=""):
    """Take out the list of incidents: a long one is a job, and this leads to its page."""
    return person.fill(person.open(f"/incidents/export/?{query}").form_with("columns"))


@cache
def photo(side=640):
    """A photo as a telephone's camera makes it, but smaller."""
    file = BytesIO()
    picture = Image.effect_noise((side, side), 60)
    picture.save(file, "JPEG")
    return file.getvalue()


def workbook(headings, rows):
    """A spreadsheet, as bytes."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in [headings, *rows]:
        sheet.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()
