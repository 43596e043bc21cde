"""The figures of the trials: as a table on the terminal, and in docs/reliability.md."""

import os
from collections import Counter
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "reliability.md"
_COLUMNS = "acknowledged", "there", "lost", "double", "stuck", "failed", "back, s"
HEADING = f"{'scenario':18} " + " ".join(f"{each:>12}" for each in _COLUMNS)


def _figures(result):
    total = result.total
    back = f"{result.seconds:.1f}" if result.is_back else "never"
    counts = [total.acknowledged, total.there, len(total.lost), len(total.double)]
    return [*counts, len(result.stuck), len(result.failed), back]


def line(result):
    verdict = "" if result.holds else "  NOT WELL"
    figures = " ".join(f"{each:>12}" for each in _figures(result))
    return f"{result.name:18} {figures}{verdict}"


def details(result):
    """What is wrong, and what people saw meanwhile."""
    total = result.total
    told = [
        *(f"  lost: {each}" for each in total.lost[:5]),
        *(f"  double: {each}" for each in total.double[:5]),
        *(f"  stuck: {each}" for each in result.stuck[:5]),
        *(f"  failed: {each}" for each in sorted(set(result.failed))[:3]),
        *(f"  seen {n} times: {what}" for what, n in result.troubles.most_common(6)),
    ]
    if result.mails_again:
        told.append(f"  mails that went twice: {result.mails_again}")
    return "".join(f"{each}\n" for each in told)


def keep(results, *, minutes, how_full):
    """Write the document anew: only figures of this run stand in it."""
    load = os.getloadavg()[0]
    DOCUMENT.write_text(
        _TEXT.format(
            scenarios=len(results),
            minutes=f"{minutes:.0f}",
            cores=os.cpu_count(),
            load=f"{load:.0f}",
            table="\n".join(_row(each) for each in results),
            kinds="\n".join(_kinds(results)),
            seen="\n".join(_seen(results)),
            full=", ".join(dict.fromkeys(how_full)) or "was not tried in this run",
            mails_again=sum(each.mails_again for each in results),
        )
    )


def _row(result):
    figures = " | ".join(map(str, _figures(result)))
    return f"| `{result.name}` | {result.what} | {figures} |"


def _kinds(results):
    kinds = dict.fromkeys(kind for each in results for kind in each.kinds)
    for kind in kinds:
        found = [each.kinds[kind] for each in results if kind in each.kinds]
        total = sum(found[1:], found[0])
        counts = [total.acknowledged, total.there, len(total.lost), len(total.double)]
        yield f"| {kind} | {' | '.join(map(str, counts))} |"


def _seen(results):
    seen = sum((each.troubles for each in results), Counter())
    for what, number in seen.most_common(8):
        yield f"| {what} | {number} |"


_TEXT = """\
# Reliability

`make faults` starts the program as production runs it (a web server with two processes, a
worker on each of two hosts, the clock, PostgreSQL, Redis), lets people use it, makes one fault
after the other in the middle, and counts what somebody was told against what is there
afterwards. `make faults ARGS=kill-web` tries one of them; `ARGS=--write` writes this page.
What is promised, and why so: [decision](decisions/reliability.md).

Figures of one run of {scenarios} scenarios: {minutes} minutes on {cores} cores that much else
used too (load {load} at its end).

*Acknowledged* are rows and files of which the program has told somebody that they are saved;
*there* is what was found. More may be there than was acknowledged: the line can break between
the one and the other. Whoever gets no answer sends the same form again, as with the browser's
button, and every sixth form is sent twice at once, as by a double click. *Stuck* are jobs and
e-mails that had not come to an end after a minute and a half; *failed* those that say so on
their page, from where they are ordered anew. *Back* is the time from the fault until all pages
that were asked for again and again have answered for good: 0.0 where each time all of them did,
though people may have met an error in between.

| scenario | what happens | acknowledged | there | lost | double | stuck | failed | back, s |
|---|---|---:|---:|---:|---:|---:|---:|---:|
{table}

By what it is:

| | acknowledged | there | lost | double |
|---|---:|---:|---:|---:|
{kinds}

What people saw meanwhile instead of an answer (a page with its status and heading, or a line
that broke), and how often:

| | times |
|---|---:|
{seen}

- The waits are shorter than in production: a task that its worker has not finished goes to
  another one after 15 seconds instead of ten minutes, and what was left is looked for every
  5 seconds instead of every two minutes. The rest is the program's own settings.
- No room for files: {full}.
- E-mails that went twice, as they may: {mails_again}.
"""
