"""A trial sends what a browser would send."""

from trials.browsing import Page, Person

PAGE = """
<form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="t">
<textarea name="text">
Words</textarea><input name="empty"><input type="radio" name="part" value="" checked>
<input type="radio" name="part" value="x"><input type="checkbox" name="ticked" checked>
<input type="checkbox" name="unticked"><input type="file" name="photo">
<select name="one"><option value="a">A<option value="b" selected>B</select>
<input name="off" value="1" disabled><button name="then" value="next"></button></form>
"""


def test_form_is_sent_as_it_stands():
    page = Page(200, "http://127.0.0.1:1/here/", PAGE)

    filled = Person("http://127.0.0.1:1", "", "").fill(page.own_form())

    assert filled.url == "http://127.0.0.1:1/here/"
    assert filled.values == [
        ("csrfmiddlewaretoken", "t"),
        ("text", "Words"),
        ("empty", ""),
        ("part", ""),
        ("ticked", "on"),
        ("one", "b"),
    ]
