"""The web server's own logs (gunicorn --logger-class)."""

from gunicorn.glogging import Logger

from sam.logs import WithoutTokens

# Who opened them from which address, and when, would tell who reported or answered without a
# name; others hold a person's own key; the directory asks for people by their addresses, and
# has a log of its own.
UNLOGGED = ("/r/", "/follow/", "/s/", "/calendar/", "/unsubscribe/", "/scim/")


class WebLogger(Logger):
    def setup(self, cfg):
        super().setup(cfg)
        self.error_log.addFilter(WithoutTokens())

    def access(self, response, request, environ, request_time):
        if not environ["PATH_INFO"].startswith(UNLOGGED):
            super().access(response, request, environ, request_time)
