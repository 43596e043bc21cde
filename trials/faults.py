"""Make faults while people use the program, and count what became of what they were told.

`python -m trials.faults` tries each scenario in turn, or those that are named; `--write`
keeps the figures in docs/reliability.md.
"""

import argparse
import os
import signal
import sys
import tempfile
from pathlib import Path

from trials.machine import Machine


def main():
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    parser = argparse.ArgumentParser(
        prog="python -m trials.faults", description=__doc__
    )
    parser.add_argument("--write", action="store_true", help="keep the figures")
    parser.add_argument("--keep-log", type=Path, help="where the processes' log goes")
    parser.add_argument("names", nargs="*", metavar="SCENARIO")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sam-trial-") as path:
        machine = Machine(Path(path))
        try:
            with machine.servers():
                # Models can be imported only where the settings know the servers.
                os.environ.update(machine.environment)
                return _tried(machine, given)
        finally:
            if given.keep_log:
                given.keep_log.write_text((Path(path) / "log").read_text())


def _tried(machine, given):
    import django  # noqa: PLC0415

    django.setup()
    from trials import scenarios  # noqa: PLC0415

    return scenarios.try_all(machine, given.names, write=given.write)


if __name__ == "__main__":
    sys.exit(main())
