"""make attacks: `python -m sam.embedded exec --fresh -- python -m trials.attacks [--write]`"""

import os
import sys
import time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import django

from trials.attacks import auditing, scanning
from trials.attacks.findings import Finding, sorted_out
from trials.blocks import put

PAGE = Path("docs/security.md")
# The forms that anybody can send.
_LOG_IN = {"login": "a@b.se", "password": "1"}
_POSTER = {"kind": "near_miss", "description": "1"}


class Notes:
    """What each tool has looked at and found, as rows of a table."""

    def __init__(self):
        self.rows, self.findings = [], []

    def of(self, what, unit, look):
        """Look, which gives the findings and how many of the unit were looked at."""
        began = time.monotonic()
        found, number = look()
        seconds = time.monotonic() - began
        self.rows.append(f"| {what} | {number} {unit} | {seconds:.0f} | {len(found)} |")
        print(self.rows[-1], flush=True)
        self.findings += found


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sam.settings")
    django.setup()
    notes = Notes()
    notes.of("pip-audit", "packages looked up", auditing.pip_audit)
    notes.of("npm audit", "packages looked up", auditing.npm_audit)
    notes.of("detect-secrets", "files", auditing.secrets)
    _scan(notes)
    counted, open_, unasked = sorted_out(notes.findings)
    for finding in open_:
        print(f"without an answer: {finding}")
    for answer in unasked:
        print(f"an answer that nothing asks for: {answer.tool}: {answer.where}")
    if "--write" in sys.argv:
        _write(notes.rows, counted, open_)
    return 1 if open_ else 0


def _scan(notes):
    from trials.attacks.town import (  # noqa: PLC0415 -- once Django is set up
        HOLDERS,
        Town,
        served,
    )

    town = Town()
    with TemporaryDirectory() as folder, served() as address:
        for who in ["visitor", *HOLDERS]:
            look = partial(_crawl, town, address, Path(folder), who)
            notes.of(f"wapiti as {who}", "pages", look)
        cookie = town.cookie("hr")
        look = partial(scanning.sqlmap, address, Path(folder), who="hr", cookie=cookie)
        notes.of("sqlmap as hr", "parameters", look)
        look = _form(address, Path(folder), "account/login/", _LOG_IN)
        notes.of("sqlmap on /account/login/", "fields", look)
    with TemporaryDirectory() as folder, served("trials.attacks.unlimited") as address:
        look = _form(address, Path(folder), f"r/{town.token}/", _POSTER)
        notes.of("sqlmap on the poster's form", "fields", look)


def _crawl(town, address, folder, who):
    cookie = "" if who == "visitor" else town.cookie(who)
    start = f"{address}r/{town.token}/" if who == "visitor" else address
    found, pages = scanning.wapiti(start, folder, who=who, cookie=cookie)
    if cookie and not town.is_heard(address, cookie):
        found.append(Finding("wapiti", who, "its forms are not heard"))
    return found, pages


def _form(address, folder, path, data):
    return partial(
        scanning.sqlmap, address, folder, who="visitor", paths={path: []}, data=data
    )


def _write(rows, counted, open_):
    told = [
        "",
        "| tool | looked at | seconds | findings |",
        "|---|---|---|---|",
        *rows,
        "",
    ]
    told += [
        f"- {answer.tool}, {number} × {answer.where}, {answer.what}: {answer.reason}"
        for answer, number in counted.items()
        if number
    ]
    told += [f"- **without an answer** {finding}" for finding in open_]
    put(PAGE, "attacks", "\n".join(told) + "\n\n")


if __name__ == "__main__":
    sys.exit(main())
