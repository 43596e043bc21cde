from allauth.socialaccount.providers.openid_connect.provider import (
    OpenIDConnectProvider,
)

from directory.oidc.views import Adapter


class Provider(OpenIDConnectProvider):
    oauth2_adapter_class = Adapter

    def extract_extra_data(self, data):
        """Claims, for as long as the log-in lasts; nothing of them is kept."""
        return data["id_token"]


provider_classes = [Provider]
