"""wapiti and sqlmap against the running program, each bounded in time."""

import json
import re
import subprocess
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from trials.attacks.findings import Finding

BIN = Path("var/scanners/bin")
# In seconds, of one scan.
CRAWL, ATTACK, SQL = 45, 12, 150
# Not those that ask a server of wapiti's makers what reached it (ssrf, xxe, log4shell): the
# program is on loopback, and tests hold it to fetching nothing.
MODULES = (
    "sql,xss,permanentxss,file,exec,crlf,redirect,upload,csp,cookieflags,http_headers,"
    "backup,methods,htaccess,csrf,ldap,shellshock"
)
CSRF = "csrfmiddlewaretoken"
# How sqlmap tells of a parameter that it has come to its end with, and of one that yields.
_TESTED = re.compile(r"(?:GET|POST) parameter '(\w+)' (?:does not seem|is vulnerable)")
_INJECTABLE = re.compile(r"Parameter: (\w+) \((?:GET|POST)\)")
# What would end the session, or show nothing but another language.
LEFT_OUT = ["account/logout/", "account/sessions/", "language/"]
# Lists with all that one can ask them: words, choices, order, places of paging.
ASKED = {
    "incidents/": [
        "q",
        "status",
        "kind",
        "severity",
        "unit",
        "sort",
        "after",
        "before",
    ],
    "measures/": ["q", "status", "unit", "sort", "after", "before"],
    "rounds/": ["q", "status", "unit", "sort", "after"],
    "rounds/risks/": ["q", "level", "unit", "sort", "after"],
    "incidents/statistics/": ["unit", "first", "last", "year"],
}


def wapiti(address, folder, *, who, cookie=""):
    """Crawl and attack as the person would reach it; findings, and how many pages."""
    report = folder / f"wapiti-{who}.json"
    command = [BIN / "wapiti", "-u", address, "--scope", "domain", "-m", MODULES]
    command += ["--max-scan-time", CRAWL, "--max-attack-time", ATTACK, "-d", 4]
    command += ["--max-links-per-page", 60, "--max-files-per-dir", 60, "--tasks", 4]
    command += ["--flush-session", "--store-session", folder / f"session-{who}"]
    command += ["--store-config", folder / "config", "--no-bugreport", "-v", 0]
    command += ["-f", "json", "-o", report]
    if cookie:
        command += ["-C", cookie]
    for path in LEFT_OUT:
        command += ["-x", f"{address}{path}*"]
    # Each module may begin another attack at the last moment.
    _run(command, within=CRAWL + ATTACK * (MODULES.count(",") + 2))
    told = json.loads(report.read_text())
    findings = {
        Finding("wapiti", f"{who} {_plain(each['path'])}", f"{kind}: {each['info']}")
        for group in ("vulnerabilities", "anomalies")
        for kind, found in told[group].items()
        for each in found
    }
    return sorted(findings), told["infos"]["crawled_pages_nbr"]


def sqlmap(address, folder, *, who, cookie="", paths=ASKED, data=None):
    """Try to reach the database through each parameter of the paths, or of a form's data.

    What it says it has tested is counted: findings, and how many parameters those were.
    """
    findings, tested = [], 0
    for path, names in paths.items():
        command = [BIN / "sqlmap", "--batch", "--disable-coloring", "--dbms=postgresql"]
        command += ["--technique=BEU", "--level=1", "--risk=1"]
        command += ["--timeout=10", "--retries=1", "--answers=redirect=n", "-v", 1]
        command += ["--flush-session", "--output-dir", folder / f"sqlmap-{who}"]
        command += ["-p", ",".join(data or names)]
        if cookie:
            command += ["--cookie", cookie]
        if data:
            sent = urlencode(data | {CSRF: 1})
            command += ["-u", f"{address}{path}", "--data", sent, "--csrf-token", CSRF]
        else:
            # With a token that is asked for anew each time there is one at a time.
            command += ["--threads=4"]
            query = urlencode(dict.fromkeys(names, 1))
            command += ["-u", f"{address}{path}?{query}"]
        told = folder / "told.txt"
        is_done = _run(command, within=SQL, told=told)
        text = told.read_text(errors="replace")
        found = set(_TESTED.findall(text)) & set(data or names)
        tested += len(found)
        where = f"{who} /{path}"
        findings += [
            Finding("sqlmap", where, f"parameter {name} reaches the database")
            for name in sorted(set(_INJECTABLE.findall(text)))
        ]
        if left := sorted(set(data or names) - found):
            why = "no time" if not is_done else "not tested"
            findings.append(Finding("sqlmap", where, f"{why}: {', '.join(left)}"))
    return findings, tested


def _run(command, *, within, told=None):
    """Whether it came to its end; what it says on the way is written to the file."""
    with (
        (told or Path("/dev/null")).open("w") as file,
        subprocess.Popen(
            list(map(str, command)),
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.DEVNULL,
        ) as process,
    ):
        try:
            process.wait(timeout=within)
        except subprocess.TimeoutExpired:
            process.terminate()
            return False
    return True


def _plain(path):
    return urlsplit(path).path
