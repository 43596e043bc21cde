"""Let many people use the program at once, and count what became of what they were told.

`--write` keeps the figures in docs/performance.md; `--quick` does a little of everything.
"""

import argparse
import sys
from pathlib import Path

from trials.machine import on_a_machine


def main():
    parser = argparse.ArgumentParser(prog="python -m trials.load", description=__doc__)
    parser.add_argument("--write", action="store_true", help="keep the figures")
    parser.add_argument("--quick", action="store_true", help="a little of everything")
    parser.add_argument("--keep-log", type=Path, help="where the processes' log goes")
    given = parser.parse_args()

    def trial(machine):
        from trials.load import phases  # noqa: PLC0415 -- once Django is set up

        return phases.run_all(machine, quick=given.quick, write=given.write)

    return on_a_machine(trial, keep_log=given.keep_log, settings="sam.settings")


if __name__ == "__main__":
    sys.exit(main())
