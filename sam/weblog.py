"""The web server's own logs (gunicorn --logger-class)."""

from gunicorn.glogging import Logger

from sam import logs

# Who opened them from which address, and when, would tell who reported or answered without a
# name; others hold a person's own key; the directory asks for people by their addresses, and
# has a log of its own.
UNLOGGED = ("/r/", "/follow/", "/s/", "/calendar/", "/unsubscribe/", "/scim/")


class WebLogger(Logger):
    def setup(self, cfg):
        super().setup(cfg)
        for handler in [*self.error_log.handlers, *self.access_log.handlers]:
            handler.setFormatter(logs.formatter())

    def access(self, response, request, environ, request_time):
        if environ["PATH_INFO"].startswith(UNLOGGED):
            return
        atoms = self.atoms_wrapper_class(
            self.atoms(response, request, environ, request_time)
        )
        self.access_log.info(
            self.cfg.access_log_format,
            atoms,
            extra={
                "reference": environ.get("sam.reference", ""),
                "status_code": int(atoms["s"]),
                "seconds": request_time.total_seconds(),
            },
        )
