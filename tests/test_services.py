"""The services of docker-compose.yml, run as it says, on this machine: each comes up and
passes its own health check."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.cache import cache

from sam.embedded.processes import free_port
from tests.working import until

pytestmark = pytest.mark.worker

ROOT = Path(settings.BASE_DIR)
OURS = ["web", "worker", "beat"]


@pytest.fixture
def services(environment, tmp_path):
    """Starts a service, or runs its check, in what stands for its container."""
    cache.clear()
    told = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    image = (ROOT / "Dockerfile").read_text().rpartition("CMD ")[2]
    around = {
        **environment,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}",
        "HOSTNAME": socket.gethostname(),
        "SAM_HOSTS": "127.0.0.1",
        "SAM_BIND": f"127.0.0.1:{free_port()}",
        "SAM_WEB_PROCESSES": "1",
        "SAM_LOG_FORMAT": "json",
        "SAM_METRICS": "true",
        "PYTHONWARNINGS": "ignore",
    }
    started = []

    def here(word):
        return word.replace("/tmp/", f"{tmp_path}/").replace("$$", "$")

    class Services:
        address = f"http://{around['SAM_BIND']}"

        def start(self, name):
            words = told[name].get("command") or yaml.safe_load(image)
            log = (tmp_path / f"{name}.log").open("w")
            started.append(
                subprocess.Popen(
                    [here(word) for word in words],
                    cwd=ROOT,
                    env=around,
                    stdout=log,
                    stderr=log,
                )
            )
            log.close()

        def is_well(self, name):
            kind, *words = told[name]["healthcheck"]["test"]
            words = [
                here(word).replace("find /tmp ", f"find {tmp_path} ") for word in words
            ]
            check = ["sh", "-c", *words] if kind == "CMD-SHELL" else words
            return not subprocess.run(
                check, cwd=ROOT, env=around, capture_output=True, check=False
            ).returncode

        def log(self, name):
            return (tmp_path / f"{name}.log").read_text()

        def get(self, path):
            words = [
                "-c",
                "import sys, urllib.request as r; "
                "print(r.urlopen(sys.argv[1]).read().decode())",
            ]
            return subprocess.run(
                [sys.executable, *words, self.address + path],
                capture_output=True,
                text=True,
                check=False,
            ).stdout

    yield Services()
    for process in started:
        # At once: nothing is at work that could be lost.
        process.kill()
    for process in started:
        process.wait(timeout=60)


def test_services_come_up_and_pass_their_own_checks(services):
    assert not services.is_well("web")
    for name in OURS:
        services.start(name)

    for name in OURS:
        assert until(lambda name=name: services.is_well(name)), services.log(name)
    assert until(lambda: '"ok"' in services.get("/health/whole/")), services.get(
        "/health/ready/"
    )

    counted = services.get("/metrics/")
    assert 'view="health_ready"' in counted
    assert '"logger": "gunicorn.access"' in services.log("web")
    assert '"message": "This clock leads"' in services.log("beat")
