import os
import tempfile
import time
from contextlib import contextmanager

from sam.embedded.folder import Folder
from sam.embedded.postgres import Postgres
from sam.embedded.processes import uninterrupted
from sam.embedded.redis import Redis
from sam.embedded.trouble import Trouble


def named():
    """What the environment says; an empty value says nothing."""
    return {name: value for name, value in os.environ.items() if value}


@contextmanager
def servers(*, fresh=False, show=None):
    """Start the servers that the environment does not name; yields (environment, started).

    Nothing is started when the environment names both, or when another process of ours
    runs them already. `fresh` starts them on empty data that is thrown away at the end.
    """
    folder = Folder.of_checkout().make()
    if {"DATABASE_URL", "REDIS_URL"} <= named().keys():
        yield {**_settings(folder), **named()}, []
    elif fresh:
        with (
            tempfile.TemporaryDirectory(prefix="sam-") as path,
            _started(Folder(path), folder.locales, fleeting=True, show=show) as both,
        ):
            yield both
    elif folder.own():
        with _started(folder, folder.locales, show=show) as both:
            yield both
    else:
        yield {**_settings(folder), **_of_other_process(folder), **named()}, []


@contextmanager
def _started(folder, locales, *, fleeting=False, show):
    named_by = {
        "DATABASE_URL": Postgres(folder, locales=locales, fleeting=fleeting, show=show),
        "REDIS_URL": Redis(folder, fleeting=fleeting, show=show),
    }
    settings, started = _settings(folder), []
    try:
        for name, server in named_by.items():
            if name not in named():
                started.append(server)
                server.start()
                settings[name] = server.url
        folder.publish(settings)
        yield {**settings, **named()}, started
    finally:
        with uninterrupted():
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
