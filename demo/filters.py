"""Filters of the list of incidents that the demo's people have saved."""

from incidents.models import SavedFilter
from organisation.models import User

_SAVED = {
    "chef@example.org": {
        "Kvar att göra hos oss": "show=mine&status=open",
        "Hot och våld": "kind=violence",
    },
    "hr@example.org": {
        "Anmälningar som inte är skickade": "show=notices",
        "Allvarliga och öppna": "severity=serious&status=open",
        "Kränkande särbehandling": "kind=victimisation",
    },
}


def save():
    users = {user.email: user for user in User.objects.filter(email__in=_SAVED)}
    SavedFilter.objects.bulk_create(
        SavedFilter(user=users[email], name=name, query=query)
        for email, saved in _SAVED.items()
        for name, query in saved.items()
    )
