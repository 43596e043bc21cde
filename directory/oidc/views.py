from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import (
    OAuth2CallbackView,
    OAuth2LoginView,
)
from allauth.socialaccount.providers.openid_connect.views import (
    OpenIDConnectOAuth2Adapter,
)
from django.contrib.auth.decorators import login_not_required
from django.http import Http404

from directory.sessions import asking_whether_shared


class Adapter(OpenIDConnectOAuth2Adapter):
    """The signed id token alone says who it is; allauth reads one unchecked that comes
    straight from the provider, and prefers what the provider says beside it."""

    def complete_login(self, request, app, token, **kwargs):
        try:
            claims = self._decode_id_token(app, kwargs["response"]["id_token"])
        except (KeyError, TypeError, ValueError) as error:
            raise OAuth2Error("No id token that can be checked.") from error
        return self.get_provider().sociallogin_from_response(
            request, {"id_token": claims}
        )

    def _decode_id_token(self, app, id_token):
        self.did_fetch_access_token = False
        return super()._decode_id_token(app, id_token)


def _view(view, request, provider_id):
    try:
        return view.adapter_view(Adapter(request, provider_id))(request)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error


@login_not_required
@asking_whether_shared
def login(request, provider_id):
    return _view(OAuth2LoginView, request, provider_id)


@login_not_required
def callback(request, provider_id):
    return _view(OAuth2CallbackView, request, provider_id)
