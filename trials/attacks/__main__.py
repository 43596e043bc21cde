"""make attacks: `python -m sam.embedded exec --fresh -- python -m trials.attacks [--write]`"""

import os
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import django

from trials.blocks import put

PAGE = Path("docs/security.md")


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sam.settings")
    django.setup()
    from trials.attacks import auditing  # noqa: PLC0415 -- only when Django is set up
    from trials.attacks.findings import sorted_out  # noqa: PLC0415

    rows, findings = [], []

    def note(what, found, how_much, began):
        seconds = time.monotonic() - began
        rows.append(f"| {what} | {how_much} | {seconds:.0f} | {len(found)} |")
        print(rows[-1], flush=True)
        findings.extend(found)

    for what, audit, unit in [
        ("pip-audit", auditing.pip_audit, "packages looked up"),
        ("npm audit", auditing.npm_audit, "packages looked up"),
        ("detect-secrets", auditing.secrets, "files"),
    ]:
        began = time.monotonic()
        found, number = audit()
        note(what, found, f"{number} {unit}", began)
    _scan(note)
    counted, open_, unasked = sorted_out(findings)
    for finding in open_:
        print(f"without an answer: {finding}")
    for answer in unasked:
        print(f"an answer that nothing asks for: {answer.tool}: {answer.where}")
    if "--write" in sys.argv:
        _write(rows, counted, open_)
    return 1 if open_ else 0


def _scan(note):
    from trials.attacks import scanning  # noqa: PLC0415 -- as above
    from trials.attacks.findings import Finding  # noqa: PLC0415
    from trials.attacks.town import HOLDERS, Town, served  # noqa: PLC0415

    town = Town()
    with TemporaryDirectory() as folder, served() as address:
        folder = Path(folder)
        for who in ["visitor", *HOLDERS]:
            cookie = "" if who == "visitor" else town.cookie(who)
            start = f"{address}r/{town.token}/" if who == "visitor" else address
            began = time.monotonic()
            found, pages = scanning.wapiti(start, folder, who=who, cookie=cookie)
            if cookie and not town.is_heard(address, cookie):
                found.append(Finding("wapiti", who, "its forms are not heard"))
            note(f"wapiti as {who}", found, f"{pages} pages", began)
        began = time.monotonic()
        cookie = town.cookie("hr")
        found, number = scanning.sqlmap(address, folder, who="hr", cookie=cookie)
        note("sqlmap as hr", found, f"{number} parameters", began)
        _try_form(note, address, folder, "account/login/", _LOG_IN)
    with TemporaryDirectory() as folder, served("trials.attacks.unlimited") as address:
        _try_form(note, address, Path(folder), f"r/{town.token}/", _POSTER)


# The forms that anybody can send.
_LOG_IN = {"login": "a@b.se", "password": "1"}
_POSTER = {"kind": "near_miss", "description": "1"}


def _try_form(note, address, folder, path, data):
    from trials.attacks import scanning  # noqa: PLC0415 -- as above

    began = time.monotonic()
    found, number = scanning.sqlmap(
        address, folder, who="visitor", paths={path: []}, data=data
    )
    where = "the poster's form" if path.startswith("r/") else f"/{path}"
    note(f"sqlmap on {where}", found, f"{number} fields", began)


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
