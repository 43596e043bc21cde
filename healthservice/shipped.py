"""What is ordered from the occupational health service until HR has its own list."""

from django.apps import apps
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from healthservice.models import ServiceKind

Topic = ServiceKind.Topic
# (topic, what it is called)
KINDS = [
    (Topic.STRESS, _("First aid for stress")),
    (Topic.ERGONOMICS, _("Ergonomics")),
    (Topic.REHABILITATION, _("Rehabilitation")),
    (Topic.MEASUREMENT, _("Measurement of the work environment")),
    (Topic.CRISIS, _("Crisis support")),
    (Topic.TRAINING, _("Training")),
    (Topic.OTHER, _("Other")),
]


def load_kinds(*, apps=apps, **_signal):
    """In the municipality's language, where there is a table and no list in it yet."""
    try:
        kinds = apps.get_model("healthservice", "ServiceKind").objects
    except LookupError:
        # Migrated to before the room was there.
        return
    if kinds.exists():
        return
    with override(settings.LANGUAGE_CODE):
        kinds.bulk_create(
            kinds.model(topic=topic, name=str(name), order=order)
            for order, (topic, name) in enumerate(KINDS, start=1)
        )
