from django.shortcuts import render

# In seconds; most limits are of a minute, and say themselves when they are not.
_WAIT = 60


def too_many(request):
    """Instead of the page, where one has been sent too often (allauth asks for it)."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = str(_WAIT)
    return response
