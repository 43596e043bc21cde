"""What differs between two texts, word by word."""

import re
from difflib import SequenceMatcher

# A comparison word by word of longer texts than this would keep the reader waiting.
_COMPARED_CHARACTERS = 40_000


def differences(old, new):
    """The two texts as one: (kind, words), where kind is same, gone or new."""
    if len(old) + len(new) > _COMPARED_CHARACTERS:
        return [("gone", old), ("new", new)]
    before, after = _words(old), _words(new)
    found = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for _tag, i, j, k, m in matcher.get_opcodes():
        if before[i:j] == after[k:m]:
            found.append(("same", "".join(before[i:j])))
            continue
        found.append(("gone", "".join(before[i:j])))
        found.append(("new", "".join(after[k:m])))
    return [(kind, words) for kind, words in found if words]


def _words(text):
    return re.findall(r"\s+|\S+", text.replace("\r\n", "\n"))
