"""The figures of many people at once: on the terminal, and in docs/performance.md."""

import os

from sam.embedded.folder import CHECKOUT
from trials.blocks import put

DOCUMENT = CHECKOUT / "docs" / "performance.md"
_METHODS = {"GET": "", "POST": ", sent", "busy": ", told to come again", "ACT": ", act"}


def told(result):
    return "\n".join(_lines(result))


def keep(results, *, minutes, size):
    load = os.getloadavg()[0]
    head = (
        f"{size.earlier_incidents:,} incidents in {size.administrations * size.units} "
        f"units; {minutes:.0f} minutes on {os.cpu_count()} cores, load {load:.0f} at the end "
        "(the people's browsers compute on the same cores)."
    )
    text = "\n\n".join(["", head, *map(told, results), ""])
    put(DOCUMENT, "load", text.removeprefix("\n"))


def _lines(result):
    phase = result.phase
    pauses = "who read and write" if phase.thinks else "who never pause"
    yield f"**{phase.name}**: {phase.people} people {pauses}, {result.seconds:.0f} s."
    yield ""
    yield "| act | number | errors | median, ms | 95 %, ms | 99 %, ms | longest, ms | per second |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    for row in sorted(result.rows, key=lambda row: (row["act"], row["method"])):
        yield _row(row, result.seconds)
    yield ""
    yield from _summary(result)


def _row(row, seconds):
    figures = [row["number"], row["errors"]]
    for name in ("median", "most", "nearly all", "longest"):
        figures.append(f"{row[name] or 0:.0f}")
    figures.append(f"{row['number'] / seconds:.2f}")
    name = row["act"] + _METHODS[row["method"]]
    return f"| {name} | {' | '.join(map(str, figures))} |"


def _summary(result):
    total = result.total
    each = result.computing / max(result.answered, 1)
    yield (
        f"{result.answered} answers, {result.answered / result.seconds:.1f} a second; "
        f"{result.busy} times somebody was told to come again; errors "
        f"{sum(result.errors.values())}. The web server's processes computed "
        f"{each * 1000:.0f} ms for an answer and held {result.memory / 1024**2:.0f} MB; "
        f"{'all lived on' if result.lived else 'NOT ALL LIVED ON'}. Acknowledged "
        f"{total.acknowledged}, there {total.there}, lost {len(total.lost)}, double "
        f"{len(total.double)}, stuck {len(result.stuck)}, failed {len(result.failed)}."
    )
    wrong = {**dict.fromkeys(result.stuck, 1), **dict.fromkeys(result.failed, 1)}
    for what, number in (result.errors | wrong).items():
        yield f"- {number} times: {what}"
    for what in [*total.lost, *total.double]:
        yield f"- lost or double: {what}"
