"""What people write as plain text: paragraphs, lists whose lines begin with a dash, and
tables as they come when they are pasted, with tabs between the cells."""

import re

_BULLET = re.compile(r"^[-–•*➢]\s+")
# A numbered list from a word processor has a tab too, and is no table.
_NUMBER = re.compile(r"^(\w{1,4}[.)])\t")


def blocks(text):
    """The text as ("paragraph", lines), ("list", items) and ("table", rows), in order.

    All rows of a table have as many cells; the first one has its heads.
    """
    found = []
    kind = ""
    for line, row in _with_rows(text.splitlines()):
        line = " ".join(line.split())
        item = _BULLET.sub("", line)
        if row:
            if kind != "table":
                kind = "table"
                found.append((kind, []))
            found[-1][1].append(row)
        elif not line:
            kind = ""
        elif item != line and kind != "list":
            kind = "list"
            found.append((kind, [item]))
        elif item != line or kind == "paragraph":
            found[-1][1].append(item)
        elif kind == "list":
            found[-1][1][-1] += f" {line}"
        else:
            kind = "paragraph"
            found.append((kind, [line]))
    return [
        _even(kind, rows) if kind == "table" else (kind, rows) for kind, rows in found
    ]


def _with_rows(lines):
    """Each line, and its cells when it is a row of a table: two lines with tabs at least.

    A line with nothing but its first cell empty is one when it stands above a row.
    """
    lines = [_NUMBER.sub(r"\1 ", line) for line in lines]
    has_cells = [
        "\t" in line.strip() and not _BULLET.match(line.strip()) for line in lines
    ]
    starts = [
        line.startswith("\t") and bool(line.strip()) and below
        for line, below in zip(lines, [*has_cells[1:], False], strict=False)
    ]
    is_cell_line = [a or b for a, b in zip(has_cells, starts, strict=True)]
    beside = zip(
        [False, *is_cell_line], is_cell_line, [*is_cell_line[1:], False], strict=False
    )
    for line, (above, is_row, below) in zip(lines, beside, strict=True):
        is_row = is_row and (above or below)
        yield line, [cell.strip() for cell in line.split("\t")] if is_row else []


def _even(kind, rows):
    width = max(map(len, rows))
    return kind, [row + [""] * (width - len(row)) for row in rows]


# A line that is a heading, as "# What we do"; a report has headings of its own.
_HEADING = re.compile(r"^#+\s+(\S.*)$")


def chapters(text):
    """The text as (heading, blocks) in order; what stands above the first has no heading."""
    found = [("", [])]
    for line in text.splitlines():
        if heading := _HEADING.match(line.strip()):
            found.append((heading[1], []))
        else:
            found[-1][1].append(line)
    parts = [(heading, blocks("\n".join(lines))) for heading, lines in found]
    return [(heading, body) for heading, body in parts if heading or body]
