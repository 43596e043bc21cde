"""What stays out of the logs: addresses that are keys, whoever has them."""

import logging
import re

# To the report form, to a survey, to a person's calendar, to leave off e-mail.
_TOKEN = re.compile(r"/(r|s|calendar|unsubscribe)/[\w.:~=%-]+")


class WithoutTokens(logging.Filter):
    """No log keeps keys."""

    def filter(self, record):
        text = record.getMessage()
        if _TOKEN.search(text):
            record.msg, record.args = _TOKEN.sub(r"/\1/…", text), ()
        return True
