from allauth.socialaccount.adapter import get_adapter
from django import template
from django.conf import settings

from directory.forms.log_in import SharedDeviceForm

register = template.Library()


@register.simple_tag(takes_context=True)
def ways_in(context):
    """[(what it is called, where it begins, what is asked before)] of the programs that
    let people in."""
    request = context["request"]
    providers = get_adapter().list_providers(request)
    return [
        (
            each.name,
            each.get_login_url(request, process="login"),
            SharedDeviceForm(auto_id=f"way-{number}-%s"),
        )
        for number, each in enumerate(providers)
    ]


@register.simple_tag
def passwords_are_for_all():
    return "all" in settings.PASSWORDS_FOR
