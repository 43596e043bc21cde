"""The folder of the users' files and of the documents that were made."""

import os
from pathlib import Path

# What was there before a restore, until that is done.
ASIDE, DROPPED = ".replaced", ".dropped"
# Not the program's, as what a disk's file system keeps.
_NOT_OURS = {"lost+found", ASIDE, DROPPED}


def walk(root):
    """Names and paths of all files; a folder that cannot be read is an error."""

    def fail(error):
        raise error

    root = Path(root)
    if not root.is_dir():
        return
    for folder, folders, names in os.walk(root, onerror=fail, followlinks=True):
        if Path(folder) == root:
            folders[:] = [each for each in folders if each not in _NOT_OURS]
        for name in names:
            path = Path(folder, name)
            yield path.relative_to(root).as_posix(), path


def first_level(root):
    """What lies directly in the folder."""
    there = Path(root).iterdir() if Path(root).is_dir() else []
    return [path for path in there if path.name not in _NOT_OURS]
