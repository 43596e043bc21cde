"""The figures of the trials: as a table on the terminal, and in docs/reliability.md."""

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
    pass
