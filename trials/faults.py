"""Make faults while people use the program, and count what became of what they were told.

`python -m trials.faults` tries each scenario in turn, or those that are named; `--write`
keeps the figures in docs/reliability.md.
"""

import argparse
import sys
from pathlib import Path

from trials.machine import on_a_machine


def main():
    parser = argparse.ArgumentParser(
        prog="python -m trials.faults", description=__doc__
    )
    parser.add_argument("--write", action="store_true", help="keep the figures")
    parser.add_argument("--keep-log", type=Path, help="where the processes' log goes")
    parser.add_argument("names", nargs="*", metavar="SCENARIO")
    given = parser.parse_args()

    def trial(machine):
        from trials import scenarios  # noqa: PLC0415 -- once Django is set up

        return scenarios.try_all(machine, given.names, write=given.write)

    return on_a_machine(trial, keep_log=given.keep_log)


if __name__ == "__main__":
    sys.exit(main())
