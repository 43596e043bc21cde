import re

import segno
from bs4 import BeautifulSoup

from ui.qr import qr_code

URL = "https://sam.example.org/r/vJ3kQ9xTzL8mW2/"


def drawn(url=URL, message="To the report form"):
    return BeautifulSoup(qr_code(url, message), "html.parser").svg


def test_code_holds_the_address_module_by_module():
    svg = drawn()
    side = int(svg["viewbox"].split()[-1]) - 8
    matrix = [[0] * side for _row in range(side)]
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v", svg.path["d"]):
        for place in range(int(length)):
            matrix[int(y) - 4][int(x) - 4 + place] = 1

    assert matrix == [list(row) for row in segno.make_qr(URL, error="q").matrix]


def test_code_is_a_picture_with_words_and_no_style():
    svg = drawn(message='To "A & B" <school>')

    assert svg["role"] == "img"
    assert svg.title.text == 'To "A & B" <school>'
    assert not svg.select("[style], style, script")


def test_code_is_dark_on_white_also_in_a_dark_page():
    svg = drawn()

    assert (svg.rect["fill"], svg.path["fill"]) == ("#fff", "#000")
    assert svg.rect["width"] == svg["viewbox"].split()[-1]


def test_code_is_six_centimetres():
    assert (drawn()["width"], drawn()["height"]) == ("6cm", "6cm")
