import io

import pypdf
import pytest
from bs4 import BeautifulSoup
from django.utils import translation
from weasyprint import HTML

from ui import charts


@pytest.fixture(autouse=True)
def _words_of_the_code():
    with translation.override("en"):
        yield


def svg(chart):
    return BeautifulSoup(str(chart.svg), "html.parser").svg


CHARTS = {
    "bars": lambda: charts.bars(
        "Flest i skolan", [("Skola", 312), ("Hemtjänst", None)], target=("Mål", 200)
    ),
    "columns": lambda: charts.columns(
        "Frånvaron sjunker",
        ["2022", "2023"],
        [("Kvinnor", [9.3, 8.6]), ("Män", [5.5, None])],
        unit="%",
        target=("Mål", 6.5),
    ),
    "periods": lambda: charts.columns(
        "Frånvaron sjunker",
        ["Kvinnor"],
        [("R12 2022-12", [9.3]), ("R12 2023-12", [8.6])],
        series_are_periods=True,
    ),
    "lines": lambda: charts.lines(
        "Lång tid", ["2021", "2022", "2023"], [("Kvinnor", [9.3, None, 8.6])]
    ),
    "judged": lambda: charts.stacked(
        "Lågt", [("Ljus", [4, 0, 3, 1, 2])], list("12345"), is_ordered=True
    ),
    "stacked": lambda: charts.stacked(
        "De flesta säger ja", [("Ljus", [12, 3, 2])], ["Ja", "Delvis", "Nej"]
    ),
    "trend": lambda: charts.trend("Stiger", [3, 4.5, None, 8]),
}


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        (
            "bars",
            "Flest i skolan. It shows 312 for Skola and unknown for Hemtjänst. Mål is 200.",
        ),
        (
            "columns",
            "Frånvaron sjunker. Kvinnor was 9.3 per cent in 2022 and 8.6 per cent in 2023."
            " Män was 5.5 per cent in 2022 and unknown in 2023. Mål is 6.5 per cent.",
        ),
        (
            "periods",
            "Frånvaron sjunker. Kvinnor was 9.3 in R12 2022-12 and 8.6 in R12 2023-12.",
        ),
        (
            "lines",
            "Lång tid. Kvinnor was 9.3 in 2021, unknown in 2022 and 8.6 in 2023.",
        ),
        (
            "stacked",
            "De flesta säger ja. “Ljus” got Ja from 12, Delvis from 3 and Nej from 2.",
        ),
        (
            "judged",
            "Lågt. “Ljus” got 1 from 4, 2 from 0, 3 from 3, 4 from 1 and 5 from 2.",
        ),
        ("trend", "Stiger. It went 3 – 4.5 – 8."),
    ],
)
def test_title_has_the_message_and_all_figures(kind, title):
    assert svg(CHARTS[kind]()).title.text == title


@pytest.mark.parametrize("kind", CHARTS)
def test_chart_is_a_named_image_without_style(kind):
    drawing = svg(CHARTS[kind]())

    assert drawing["role"] == "img"
    assert drawing["aria-labelledby"] == drawing.title["id"]
    assert drawing.select("[style], style, script, [fill^=var]") == []


@pytest.mark.parametrize("kind", CHARTS)
def test_same_figures_give_the_same_bytes(kind):
    assert str(CHARTS[kind]()) == str(CHARTS[kind]())


def test_bars_are_as_long_as_their_figures():
    chart = charts.bars("Two", [("a", 100), ("b", 50)])

    wide, half = (float(bar["width"]) for bar in svg(chart).select("rect[height='22']"))

    assert wide == pytest.approx(2 * half, abs=0.2)


def test_columns_stand_on_the_line():
    drawing = svg(charts.columns("Two", ["x"], [("a", [10]), ("b", [5])], decimals=0))
    ground = 44 + 220

    columns = [
        rect for rect in drawing.select("rect[width]") if float(rect["height"]) > 20
    ]

    assert [float(rect["height"]) for rect in columns] == [220, 110]
    assert {float(rect["y"]) + float(rect["height"]) for rect in columns} == {ground}


def test_shares_fill_the_row():
    drawing = svg(charts.stacked("Half", [("a", [5, 5])], ["Yes", "No"]))

    first, second = (
        float(rect["width"]) for rect in drawing.select("rect[height='26']")
    )

    assert first == second


def test_row_without_answers_says_so():
    drawing = svg(charts.stacked("None", [("a", [0, 0])], ["Yes", "No"]))

    assert drawing.select("rect[height='26']") == []
    assert drawing.find_all("text")[-1].text == "No answers"


def test_long_name_breaks_into_lines():
    chart = charts.bars("Long", [("Natur- och stadsmiljöförvaltningen i kommunen", 3)])

    names = [text.text for text in svg(chart).select("text[text-anchor=end]")]

    assert names == ["Natur- och", "stadsmiljöförvaltningen", "i kommunen"]


def test_less_than_nothing_is_refused():
    with pytest.raises(ValueError, match="begin at nothing"):
        charts.bars("Fall", [("a", -1)])


def test_more_than_the_eye_tells_apart_is_refused():
    with pytest.raises(ValueError, match="4 things apart, not 5"):
        charts.stacked("Many", [("a", [1] * 5)], ["v", "w", "x", "y", "z"])


@pytest.mark.parametrize("values", [[0, 0], [None, None], []])
def test_nothing_to_show_is_drawn_all_the_same(values):
    rows = [(str(number), value) for number, value in enumerate(values)]

    assert svg(charts.bars("Empty", rows)).title.text.startswith("Empty")
    assert svg(charts.trend("Empty", values)).title.text.startswith("Empty")


def test_names_are_text_and_never_markup():
    chart = charts.bars("<b>", [("<script>", 1)])

    assert "<script>" not in str(chart)
    assert svg(chart).title.text == "<b>. It shows 1 for <script>."


def alternatives(element):
    """What stands in a tagged PDF for those who cannot see it."""
    if "/Alt" in element:
        yield element["/Alt"]
    below = element.get("/K", [])
    for child in below if isinstance(below, list) else [below]:
        if (
            isinstance(child := child.get_object(), dict)
            and child.get("/S", "/K") != "/MCR"
        ):
            yield from alternatives(child)


def test_pdf_keeps_the_title_as_alternative_text():
    page = (
        f'<html lang="sv"><title>Rapport</title><h1>Rapport</h1>{CHARTS["columns"]()}'
    )

    document = HTML(string=page).write_pdf(pdf_variant="pdf/ua-1")

    reader = pypdf.PdfReader(io.BytesIO(document))
    assert any(
        "Kvinnor was 9.3 per cent" in text
        for text in alternatives(reader.root_object["/StructTreeRoot"])
    )
    assert "Frånvaron sjunker" in reader.pages[0].extract_text()


def test_columns_leave_room_for_high_figures_and_long_names():
    chart = charts.columns(
        "Hours", ["Additional hours of part-time staff", "Overtime"], [("2023", [53539, 12])]
    )  # fmt: skip

    texts = BeautifulSoup(chart.svg, "html.parser").select("text")
    marks = [text for text in texts if text["text-anchor"] == "end"]
    assert min(float(text["x"]) for text in marks) > 7 * max(len(t.text) for t in marks)
    assert "Additional hours of part-time staff" not in [text.text for text in texts]


def test_line_is_broken_where_nothing_is_known():
    drawing = svg(
        charts.lines("Broken", list("abcd"), [("x", [1, 2, None, 4])], decimals=0)
    )

    pieces = [line["points"].split() for line in drawing.select("polyline")]

    assert [len(piece) for piece in pieces] == [2, 1]
    assert len(drawing.select("circle")) == 3


def test_higher_values_lie_higher():
    drawing = svg(charts.lines("Up", list("ab"), [("x", [1, 2])]))

    low, high = (float(dot["cy"]) for dot in drawing.select("circle"))

    assert high < low


def test_names_that_have_no_room_beside_each_other_stand_below():
    names = [
        "Short sick leave of women",
        "Long sick leave of women",
        "Sick leave of men",
    ]
    drawing = svg(charts.lines("Many", ["a"], [(name, [1]) for name in names]))

    marks = drawing.select("rect[width='14']")

    assert [float(mark["y"]) for mark in marks] == [6, 6, 26]
    assert max(float(mark["x"]) for mark in marks) < charts.WIDTH


def test_figures_of_lines_that_lie_close_stand_apart():
    drawing = svg(charts.lines("Close", list("ab"), [("x", [5, 5]), ("y", [5.1, 5.1])]))

    ends = drawing.select("text[font-size='13']")
    lasts = sorted(float(t["y"]) for t in ends if t["text-anchor"] == "start")

    assert [t.text for t in ends] == ["5.1", "5.0", "5.1", "5.0"]
    assert lasts[1] - lasts[0] >= 14
