import pytest

from benchmarks.pages import units_named

SCHOOLS = {"a1": "North school", "b2": "North school 2", "c3": "Ö & Co"}


@pytest.mark.parametrize(
    ("html", "number"),
    [
        ("<p>Nothing of the kind", 0),
        ("<td>North school<td>North school", 1),
        ("<td>North school 2", 1),
        ("<td>North school<td>North school 2", 2),
        ("<td>North schoolyard", 0),
        ("<td>Ö &amp; Co", 1),
        ('<option value="a1"><option value="b2">', 2),
        ('<option value="a1">North school', 1),
    ],
)
def test_units_are_counted_by_name_or_id(html, number):
    assert units_named(html, SCHOOLS) == number
