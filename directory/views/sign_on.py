"""How people get in, as it is set: what the administrator can see and no page can change."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db.models import Count
from django.shortcuts import render
from django.views.decorators.http import require_safe

from directory.views.access import administrator_required
from organisation.models import Role, User


@require_safe
@administrator_required
def sign_on(request):
    linked = SocialAccount.objects.values("provider").annotate(number=Count("pk"))
    numbers = dict(linked.values_list("provider", "number"))
    providers = get_adapter().list_providers(request)
    have_one = Authenticator.objects.values("user")
    demanded = settings.SECOND_FACTOR_FOR
    context = {
        "providers": [
            (each.name, each.app.settings, numbers.get(each.app.provider_id, 0))
            for each in providers
        ],
        "passwords_for": len(settings.PASSWORDS_FOR),
        "makes_accounts": settings.SSO_CREATES_ACCOUNTS,
        "is_demanded_of_all": "all" in demanded,
        "roles": [Role(each).label for each in demanded if each in Role.values],
        "trusts_sign_on": settings.SSO_HAS_SECOND_FACTOR,
        "number": User.objects.filter(pk__in=have_one, is_active=True).count(),
    }
    return render(request, "directory/sign_on.html", context)
