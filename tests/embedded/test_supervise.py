"""The supervisor keeps its programs up, and takes them down in order."""

import signal
import sys
import urllib.request

import psutil
import pytest

from sam.embedded import supervise
from sam.embedded.processes import Process, free_port
from sam.embedded.trouble import Trouble


class Script:
    """Stands where the web server stands."""

    def __init__(self, code):
        self.name = "web"
        self.process = Process("web", [sys.executable, "-c", code])

    def start(self):
        self.process.start()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_error):
        self.process.stop(signal.SIGKILL)


@pytest.fixture(autouse=True)
def _hurried(monkeypatch):
    monkeypatch.setattr(supervise, "PAUSES", (0, 0))


def test_program_that_died_is_started_again(capsys):
    with Script("import time; time.sleep(60)") as web:
        watch = supervise.watch(web)
        next(watch)
        first = web.process.pid
        web.process.popen.kill()
        web.process.wait()

        next(watch)

        assert web.process.is_running
        assert web.process.pid != first
        assert "stopped (exit code -9); starts again in 0 s" in capsys.readouterr().out


def test_program_that_keeps_dying_ends_the_whole():
    with (
        Script("print('no room'); raise SystemExit(3)") as web,
        pytest.raises(Trouble) as trouble,
    ):
        supervise.keep([web])

    assert str(trouble.value) == "web does not stay up. It last said: no room"


def test_run_serves_pages_and_leaves_no_process(begin):
    port = free_port()
    process = begin("run", PORT=str(port))
    output = []
    for line in process.stdout:
        output.append(line)
        if "Ctrl-C stops everything" in line:
            break
    children = psutil.Process(process.pid).children(recursive=True)

    with urllib.request.urlopen(f"http://127.0.0.1:{port}/account/login/") as page:
        status = page.status
    process.send_signal(signal.SIGTERM)

    assert f"  Address    http://127.0.0.1:{port}\n" in output
    assert status == 200
    assert process.wait(30) == 0
    assert psutil.wait_procs(children, timeout=1)[1] == []
