"""What a tool says is wrong, and the answers to it."""

import tomllib
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

ANSWERED = Path(__file__).with_name("answered.toml")


class Finding(NamedTuple):
    tool: str
    # A path of the program, a file or a package.
    where: str
    what: str

    def __str__(self):
        return f"{self.tool}: {self.where}: {self.what}"


class Answer(NamedTuple):
    """To all findings of the tool whose place and words fit the patterns."""

    tool: str
    where: str
    what: str
    reason: str

    def fits(self, finding):
        return self.tool == finding.tool and all(
            fnmatchcase(getattr(finding, name), getattr(self, name))
            for name in ("where", "what")
        )


def answers():
    with ANSWERED.open("rb") as file:
        return [Answer(**each) for each in tomllib.load(file)["answer"]]


def sorted_out(findings):
    """({answer: how many findings}, findings without one, answers that nothing asked for)."""
    known = answers()
    counted, open_ = dict.fromkeys(known, 0), []
    for finding in findings:
        found = next((each for each in known if each.fits(finding)), None)
        if found:
            counted[found] += 1
        else:
            open_.append(finding)
    unasked = [each for each, number in counted.items() if not number]
    return counted, open_, unasked
