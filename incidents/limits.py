"""How often what is open to everyone may be used; counted where the log-in's tries are."""

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from django.utils.crypto import salted_hmac

# Of a link and an address together: a whole office may share one address.
_RATES = {
    # The form read, however it turns out; photos take time to read.
    "report_try": "60/h/key",
    "report": "10/h/key",
    "report_search": "300/h/key",
    # Of a link, from all addresses.
    "link": "100/h/key",
    # Number and words: by address, and wrong ones by number from all addresses.
    "follow": "5/m/key",
    "follow_number": "30/h/key",
    # Of a report: each answer is an e-mail to whoever looks into it.
    "answer": "5/m/key,50/d/key",
    # Of a calendar; and addresses of none, by where they are asked from.
    "calendar": "60/h/key",
    "calendar_unknown": "60/h/key",
    # The questions of a survey: read by the code on a wall, and answered, from an address.
    "survey_open": "300/h/key",
    "survey": "100/h/key",
    # Files of open figures, by where they are asked from.
    "open_data": "60/h/key",
    # The municipality's directory, by token; and wrong tokens by where they come from.
    "directory": "1200/m/key",
    "directory_unknown": "30/m/key",
}


def is_within(request, action, *key, counts=True):
    """Whether it may be done once more; `key` is what it is counted by.

    Only a code of it is kept, which nobody turns back into an address.
    """
    code = salted_hmac("incidents.limits", " ".join(key)).hexdigest()
    return bool(
        ratelimit.consume(
            request,
            app="incidents",
            action=action,
            config=_RATES,
            key=code,
            dry_run=not counts,
            limit_get=True,
        )
    )


def address(request):
    """The caller's, through as many proxies as are trusted."""
    return ratelimit.truncate_ip(get_adapter().get_client_ip(request))
