"""More requests than can be answered soon: some wait, and the others are told so."""

import json
import re
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from sam import crowding
from sam.crowding import CrowdMiddleware
from sam.embedded import programs

ROOT = Path(__file__).parent.parent


@pytest.fixture
def come(monkeypatch, in_english):
    """Somebody asks while somebody else is at work: what each is answered, last come first."""

    def come(*, at_work, waiting, **asked):
        monkeypatch.setattr(crowding, "AT_WORK", at_work)
        monkeypatch.setattr(crowding, "WAITING", waiting)
        monkeypatch.setattr(crowding, "PATIENCE", 0.01)
        answers = []

        def page(request):
            if not answers and request.path == "/first/":
                answers.append(middleware(_request(**asked)))
            return HttpResponse("done")

        middleware = CrowdMiddleware(page)
        answers.append(middleware(_request(path="/first/")))
        return middleware, answers

    return come


def _request(*, method="GET", path="/incidents/", **headers):
    return RequestFactory().generic(
        method, path, headers={"accept": "text/html"} | headers
    )


@pytest.mark.parametrize("waiting", [0, 1], ids=["no place in line", "waits in vain"])
def test_who_would_wait_too_long_is_told_that_many_are_here(come, waiting):
    _middleware, (second, first) = come(at_work=1, waiting=waiting)

    assert (first.status_code, second.status_code) == (200, 503)
    assert int(second["Retry-After"]) > 0
    assert "Many are here just now" in second.content.decode()
    assert "What you wrote" not in second.content.decode()


def test_who_sent_a_form_is_told_how_to_send_it_again(come):
    _middleware, (second, _first) = come(at_work=1, waiting=0, method="POST")

    assert "What you wrote is not saved yet" in second.content.decode()


def test_it_is_told_in_the_reader_s_language(come):
    _middleware, (second, _first) = come(at_work=1, waiting=0, accept_language="sv")

    assert '<html lang="sv"' in second.content.decode()


def test_a_script_is_told_as_scripts_are(come):
    asked = {"accept": "application/json"}
    _middleware, (second, _first) = come(at_work=1, waiting=0, **asked)

    assert second.status_code == 503
    assert json.loads(second.content)["message"]


@pytest.mark.parametrize("path", ["/health/ready/", "/metrics/"])
def test_who_watches_over_the_program_never_waits(come, path):
    _middleware, (second, _first) = come(at_work=1, waiting=0, path=path)

    assert second.status_code == 200


def test_places_are_free_again_also_after_one_who_was_turned_away_and_after_a_fault(
    come,
):
    middleware, _answers = come(at_work=1, waiting=0)
    middleware.get_response = lambda request: 1 / 0
    with pytest.raises(ZeroDivisionError):
        middleware(_request())
    middleware.get_response = lambda request: HttpResponse("done")

    assert middleware(_request()).status_code == 200


def test_the_servers_have_threads_for_those_who_are_turned_away():
    config = (ROOT / "deploy/gunicorn.conf.py").read_text()
    words = programs.web({}, 1).process.command
    threads = int(re.search(r"^threads = (\d+)$", config, re.MULTILINE)[1])

    assert threads == int(words[words.index("--threads") + 1])
    assert threads > crowding.AT_WORK + crowding.WAITING
