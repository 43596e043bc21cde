import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager

from sam.embedded.processes import dying_with_us
from sam.embedded.servers import servers
from sam.embedded.trouble import Trouble


def execute(command, *, fresh):
    """Run a command with the servers at hand; its exit code is ours."""
    if not shutil.which(command[0]):
        raise Trouble(f"There is no command {command[0]}.")
    with servers(fresh=fresh) as (environment, _started):
        process = subprocess.Popen([*dying_with_us(), *command], env=environment)
        with _signals_passed_on(process):
            code = process.wait()
    return code if code >= 0 else 128 - code


@contextmanager
def _signals_passed_on(process):
    def pass_on(number, _frame):
        # Ctrl-C in the terminal has reached the command too; twice would hurry it.
        if not (number == signal.SIGINT and _is_in_foreground()):
            process.send_signal(number)

    before = {
        number: signal.signal(number, pass_on)
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _is_in_foreground():
    # Without standard input, as in a job of a server, Python has no sys.stdin.
    if sys.stdin is None or not sys.stdin.isatty():
        return False
    return os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()
