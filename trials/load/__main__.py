"""Let many people use the program at once, and count what became of what they were told.

`--write` keeps the figures in docs/performance.md; `--quick` does a little of everything.
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
    parser = argparse.ArgumentParser(prog="python -m trials.load", description=__doc__)
    parser.add_argument("--write", action="store_true", help="keep the figures")
    parser.add_argument("--quick", action="store_true", help="a little of everything")
    parser.add_argument("--keep-log", type=Path, help="where the processes' log goes")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sam-load-") as path:
        machine = Machine(Path(path), settings="sam.settings")
        try:
            with machine.servers():
                # Models can be imported only where the settings know the servers.
                os.environ.update(machine.environment)
                return _loaded(machine, given)
        finally:
            if given.keep_log:
                given.keep_log.write_text((Path(path) / "log").read_text())


def _loaded(machine, given):
    import django  # noqa: PLC0415

    django.setup()
    from trials.load import phases  # noqa: PLC0415

    return phases.run_all(machine, quick=given.quick, write=given.write)


if __name__ == "__main__":
    sys.exit(main())
