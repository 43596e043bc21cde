"""What tests of pages ask of addresses and answers."""

from datetime import timedelta

from django.urls import reverse

from sam.dates import today


def url(name, *args):
    """The address of a page; a row stands for its key."""
    return reverse(name, args=[getattr(each, "pk", each) for each in args])


def main(parse, response):
    assert response.status_code == 200, response.status_code
    return parse(response).select_one("main")


def words(parse, response):
    """What the page says."""
    return main(parse, response).get_text(" ", strip=True)


def text_of(response):
    """The answer as it was sent, in one line."""
    return " ".join(response.content.decode().split())


def days(number):
    """The day so many days from today."""
    return today() + timedelta(days=number)
