from allauth.socialaccount.adapter import get_adapter
from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag(takes_context=True)
def ways_in(context):
    """[(what it is called, where it begins)] of the programs that let people in."""
    request = context["request"]
    providers = get_adapter().list_providers(request)
    return [
        (each.name, each.get_login_url(request, process="login")) for each in providers
    ]


@register.simple_tag
def passwords_are_for_all():
    return "all" in settings.PASSWORDS_FOR
