"""What stays out of the logs: the links by which people report without their name."""

import logging
import re

_TOKEN = re.compile(r"/r/[\w-]+")


class WithoutTokens(logging.Filter):
    """A link to the report form is a key, and no log keeps keys."""

    def filter(self, record):
        text = record.getMessage()
        if _TOKEN.search(text):
            record.msg, record.args = _TOKEN.sub("/r/…", text), ()
        return True
