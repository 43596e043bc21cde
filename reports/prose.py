"""What people write as plain text: paragraphs, and lists whose lines begin with a dash."""

import re

_BULLET = re.compile(r"^[-–•*➢]\s+")


def blocks(text):
    """The text as ("paragraph", lines) and ("list", items), in order."""
    found = []
    kind = ""
    for line in map(str.strip, text.splitlines()):
        item = _BULLET.sub("", line)
        if not line:
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
    return found
