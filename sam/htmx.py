from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def page_asked_from(request):
    """The path of the page on which htmx has asked; the start page when it does not say."""
    try:
        return request.htmx.current_url_abs_path or "/"
    # What stands there is no address.
    except ValueError:
        return "/"


def render_page_or_partial(request, template, partial, context, status=None):
    """Render the whole page, or just one partial of it when htmx swaps it in."""
    htmx = request.htmx
    if htmx and not htmx.boosted and not htmx.history_restore_request:
        template = f"{template}#{partial}"
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
