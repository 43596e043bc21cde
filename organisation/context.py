from organisation.models import Municipality


def municipality(request):
    """The installation's municipality, for the head of each page; read once a page."""
    return {"municipality": Municipality.objects.first}
