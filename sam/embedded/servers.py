import os
import tempfile
import time
from contextlib import contextmanager

from sam.embedded.folder import Folder
from sam.embedded.postgres import Postgres
from sam.embedded.redis import Redis
from sam.embedded.trouble import Trouble


@contextmanager
def servers(*, fresh=False, show=None):
    """Start the servers that the environment does not name; yields (environment, started).

    Nothing is started when the environment names both, or when another process of ours
    runs them already. `fresh` starts them on empty data that is thrown away at the end.
    """
    folder = Folder.of_checkout().make()
    if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
        yield {**_settings(folder), **os.environ}, []
    elif fresh:
        with tempfile.TemporaryDirectory(prefix="sam-") as path:
            with _started(Folder(path), locales=folder.locales, fleeting=True, show=show) as both:
                yield both
    elif folder.own():
        with _started(folder, locales=folder.locales, show=show) as both:
            yield both
    else:
        yield {**_settings(folder), **_of_other_process(folder), **os.environ}, []


@contextmanager
def _started(folder, *, locales, fleeting=False, show):
    named_by = {
        "DATABASE_URL": Postgres(folder, locales=locales, fleeting=fleeting, show=show),
        "REDIS_URL": Redis(folder, fleeting=fleeting, show=show),
    }
    settings, started = _settings(folder), []
    try:
        for name, server in named_by.items():
            if not os.environ.get(name):
                server.start()
                started.append(server)
                settings[name] = server.url
        folder.publish(settings)
        yield {**settings, **{k: v for k, v in os.environ.items() if v}}, started
    finally:
        folder.withdraw()
        for server in reversed(started):
            server.stop()
        folder.release()


def _settings(folder):
    """What the program wants to know beside its servers; docs/settings.md says what each is."""
    return {
        "SAM_SECRET_KEY": folder.secret("secret-key"),
        # Loopback has no TLS.
        "SAM_SECURE": "false",
        "SAM_FILES": str(folder.path / "files"),
    }


def _of_other_process(folder):
    """The servers that another terminal runs; it may just be starting them."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if found := folder.published():
            return found
        time.sleep(0.2)
    raise Trouble(
        f"Process {folder.owner} uses {folder.path} but its servers do not answer. "
        f"End it (kill {folder.owner}) and start again."
    )
