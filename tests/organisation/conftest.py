import pytest

from mailing import tasks


@pytest.fixture(autouse=True)
def _no_queue(monkeypatch):
    """The outbox is what these tests look into."""
    monkeypatch.setattr(tasks.deliver, "apply_async", lambda *_args, **_options: None)
