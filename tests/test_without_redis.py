"""What people do is saved, and told as saved, also while Redis is away."""

import pytest
from django.db import transaction
from kombu.exceptions import OperationalError

from mailing import tasks
from sam import queueing


@pytest.fixture
def queue_away(monkeypatch):
    """How often the queue was asked, in vain."""
    asked = []

    def fail(*arguments, **_options):
        asked.append(arguments)
        raise OperationalError("away")

    monkeypatch.setattr(tasks.deliver, "apply_async", fail)
    monkeypatch.setattr(queueing, "_asked_again_at", 0.0)
    return asked


@pytest.mark.django_db(transaction=True)
def test_order_that_the_queue_does_not_take_breaks_nothing_and_is_not_waited_for_again(
    queue_away,
):
    with transaction.atomic():
        tasks.deliver.delay_on_commit("a")
        tasks.deliver.delay_on_commit("b")

    assert len(queue_away) == 1
