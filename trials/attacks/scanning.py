"""wapiti and sqlmap against the running program, each bounded in time."""

import csv
import json
import subprocess
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from trials.attacks.findings import Finding

BIN = Path("var/scanners/bin")
# In seconds, of one scan.
CRAWL, ATTACK, SQL = 45, 12, 60
# Not those that ask a server of wapiti's makers what reached it (ssrf, xxe, log4shell): the
# program is on loopback, and tests hold it to fetching nothing.
MODULES = (
    "sql,xss,permanentxss,file,exec,crlf,redirect,upload,csp,cookieflags,http_headers,"
    "backup,methods,htaccess,csrf,ldap,shellshock"
)
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
    """Try to reach the database through each parameter of the paths, or of a form's data."""
    findings = []
    for path, names in paths.items():
        results = folder / f"sqlmap-{who}-{path.replace('/', '-')}.csv"
        targets = folder / "targets.txt"
        query = urlencode(dict.fromkeys(names, 1))
        targets.write_text(f"{address}{path}?{query}\n")
        command = [BIN / "sqlmap", "--batch", "--disable-coloring", "--dbms=postgresql"]
        command += ["--technique=BEU", "--level=1", "--risk=1", "--threads=4"]
        command += ["--timeout=10", "--retries=1", "--answers=redirect=n,Y=N"]
        command += ["--flush-session", "--output-dir", folder / f"sqlmap-{who}"]
        command += ["--results-file", results, "-v", 0]
        if cookie:
            command += ["--cookie", cookie]
        if data:
            command += [
                "-u",
                f"{address}{path}",
                "--data",
                urlencode(data),
                "--csrf-token",
            ]
            command += ["csrfmiddlewaretoken"]
        else:
            command += ["-m", targets]
        is_done = _run(command, within=SQL)
        findings += _found_in(results, f"{who} /{path}")
        if not is_done:
            findings.append(Finding("sqlmap", f"{who} /{path}", "not done in time"))
    return findings


def _found_in(results, where):
    if not results.exists():
        return []
    with results.open() as file:
        rows = [row for row in csv.DictReader(file) if row.get("Parameter")]
    return [Finding("sqlmap", where, f"parameter {row['Parameter']}") for row in rows]


def _run(command, *, within):
    """Whether it came to its end; what it says on the way is not told."""
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    with subprocess.Popen(
        list(map(str, command)), stderr=subprocess.DEVNULL, **quiet
    ) as process:
        try:
            process.wait(timeout=within)
        except subprocess.TimeoutExpired:
            process.terminate()
            return False
    return True


def _plain(path):
    return urlsplit(path).path
