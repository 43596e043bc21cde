"""What must be right before anything starts."""

import os
import subprocess
import sys
import time

from sam.embedded.processes import free_port
from sam.embedded.trouble import Trouble


def require_pango():
    """WeasyPrint needs libraries that pip cannot bring."""
    trial = [sys.executable, "-c", "import weasyprint"]
    done = subprocess.run(trial, capture_output=True, text=True, check=False)
    if "cannot load library" in done.stderr:
        raise Trouble(
            "Pango, the library that sets the text of the PDFs, is missing. Install it: "
            "`apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0` "
            "(Debian, Ubuntu), `dnf install pango` (Fedora), `brew install pango` (macOS)."
        )


def web_port():
    """The port asked for in PORT, if it is free."""
    wanted = os.environ.get("PORT") or "8000"
    if not wanted.isdecimal() or not 0 < int(wanted) < 65536:
        raise Trouble(f"PORT={wanted} is no port. Give a number such as PORT=8001.")
    # A server that was ended a moment ago may still be closing.
    for _ in range(10):
        if free_port(int(wanted)):
            return int(wanted)
        time.sleep(0.2)
    other = free_port(int(wanted) + 1, tries=50) or "another"
    raise Trouble(f"Port {wanted} is taken by another program. Use PORT={other}.")
