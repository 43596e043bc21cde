"""Django processes that answer questions one line at a time.

One for each database, so that the same page can be asked of both in turn, and what else
the machine does falls on both alike.
"""

import json
import subprocess
import sys

_ANSWERING = "from benchmarks.answering import answer; answer()"


class Django:
    """A process that knows one database; it ends when we end, however we end."""

    def __init__(self, environment):
        self._process = subprocess.Popen(
            [sys.executable, "manage.py", "shell", "--no-imports", "-c", _ANSWERING],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def ask(self, question, *arguments):
        self._process.stdin.write(json.dumps([question, *arguments]) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError(f"{question}: no answer; what went wrong stands above.")
        return json.loads(answer)


def ask_in_turn(times, questions):
    """For each (process, question, argument …) the list of what it answered."""
    rounds = [
        [django.ask(*question) for django, *question in questions] for _ in range(times)
    ]
    return list(zip(*rounds, strict=True))
