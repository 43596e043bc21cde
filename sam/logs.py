"""What the logs say, and what stays out of them: persons, texts and addresses that are keys.

Errors carry what people typed: a database names the row that was there already, a number
that is none is told as it stood. So of an error the logs keep its kind and the places in
the program that it came through, and its words only where those are never a person's
(docs/decisions/logs.md).
"""

import copy
import json
import logging
import os
import re
import traceback
from datetime import UTC, datetime

import django.db
import psycopg
from django.core.exceptions import DisallowedHost, ImproperlyConfigured
from django.template import TemplateDoesNotExist, TemplateSyntaxError

from sam import references

# To the report form, to a survey, to a person's calendar, to leave off e-mail.
_KEY = re.compile(r"/(r|s|calendar|unsubscribe)/[\w.:~=%-]+")
# People search for names.
_QUERY = re.compile(r"(/[^\s?\"]*)\?[^\s\"]+")
_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(\.[\w-]+)*")
# The words of these are the program's own, or of what it stands on.
_HARMLESS = (
    AttributeError,
    DisallowedHost,
    ImportError,
    ImproperlyConfigured,
    NameError,
    RecursionError,
    TemplateDoesNotExist,
    TemplateSyntaxError,
)
_SERVERS = ("redis.exceptions", "kombu.exceptions", "psycopg_pool")
# Where Celery tells what a job was given and what it gave.
_OF_JOBS = {"args", "kwargs", "return_value", "traceback"}


def configuration():
    """For Django, as SAM_LOG_LEVEL and SAM_LOG_FORMAT ask for."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"discreet": {"()": formatter}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "discreet"}
        },
        "root": {
            "handlers": ["console"],
            "level": os.environ.get("SAM_LOG_LEVEL") or "INFO",
        },
        "loggers": {
            # Not Django's own handlers, which would send errors with all their values.
            "django": {"handlers": [], "level": "INFO"},
            # WeasyPrint's remarks on fonts and CSS are for those who write the templates.
            "fontTools": {"level": "ERROR"},
            "weasyprint": {"level": "ERROR"},
        },
    }


def formatter():
    """For all that the program says: lines to read, or JSON for a machine that gathers."""
    asked = os.environ.get("SAM_LOG_FORMAT") or "line"
    return JsonFormatter() if asked == "json" else LineFormatter()


class LineFormatter(logging.Formatter):
    def __init__(self):
        super().__init__("%(asctime)s %(levelname)s %(name)s %(reference)s %(message)s")

    def format(self, record):
        return super().format(_discreet(record))

    def formatException(self, exc_info):
        return trace(exc_info[1])


class JsonFormatter(logging.Formatter):
    """One object a line, with these fields and no others: what a library adds to its
    records is not for the log."""

    def format(self, record):
        record = _discreet(record)
        request = getattr(record, "request", None)
        fields = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "reference": record.reference,
            "message": record.getMessage(),
            "method": getattr(request, "method", None),
            "status": getattr(record, "status_code", None),
            "seconds": getattr(record, "seconds", None),
            "trace": trace(record.exc_info[1]) if record.exc_info else None,
        }
        known = {name: value for name, value in fields.items() if value is not None}
        return json.dumps(known, ensure_ascii=False)


def described(error):
    """The kind of an error, with what it tells of the program and of nobody else."""
    name = type(error).__qualname__
    words = _words(error)
    return f"{name}: {words}" if words else name


def trace(error):
    """Through which lines an error came, what it came from before it; no values."""
    told = {}
    while error is not None and id(error) not in told:
        frames = "".join(traceback.format_tb(error.__traceback__))
        told[id(error)] = f"{frames}{described(error)}"
        before = None if error.__suppress_context__ else error.__context__
        error = error.__cause__ or before
    return "\n\nwhich led to\n\n".join(reversed(told.values()))


def _words(error):
    if isinstance(error, django.db.Error) and error.__cause__:
        return described(error.__cause__)
    if isinstance(error, psycopg.Error):
        return _words_of_database(error)
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    is_of_server = type(error).__module__.startswith(_SERVERS)
    return str(error) if is_of_server or isinstance(error, _HARMLESS) else ""


def _words_of_database(error):
    """The message would name values, and the statement; these do not. An error without a
    code is of the connection."""
    found = error.diag
    if found.sqlstate is None:
        return str(error) if isinstance(error, psycopg.OperationalError) else ""
    names = ["sqlstate", "table_name", "column_name", "constraint_name"]
    return ", ".join(filter(None, (getattr(found, name) for name in names)))


def _discreet(record):
    """The record as it may be told, with its reference number."""
    record = copy.copy(record)
    record.msg, record.args = _message(record), ()
    record.exc_text = None
    record.reference = _reference(record)
    return record


def _reference(record):
    """Of the request that is answered, or that the record is about when it is over."""
    request = getattr(record, "request", None)
    over = getattr(request, "META", {}).get("sam.reference")
    return references.current() or over or getattr(record, "reference", "") or "-"


def _message(record):
    error = record.exc_info[1] if record.exc_info else None
    told = copy.copy(record)
    told.msg = _told(record.msg, error)
    if isinstance(record.args, dict):
        # A copy, for gunicorn's knows what to say where it has no value.
        told.args = copy.copy(record.args)
        for name, value in record.args.items():
            told.args[name] = _told_of_job(name, value, error)
    elif record.args:
        told.args = tuple(_told(value, error) for value in record.args)
    text = _QUERY.sub(r"\1?…", _KEY.sub(r"/\1/…", told.getMessage()))
    return _EMAIL.sub("…@…", text)


def _told(value, error):
    """An error, or words of it, as they may be told; other things as they are."""
    if isinstance(value, BaseException):
        return described(value)
    if error is not None and isinstance(value, str):
        for words in filter(None, (repr(error), str(error))):
            value = value.replace(words, described(error))
    return value


def _told_of_job(name, value, error):
    if name in _OF_JOBS:
        return "…"
    if name == "exc" and error is None and isinstance(value, str):
        # Celery tells the error as Python would write it.
        return value.partition("(")[0]
    return described(error) if name == "exc" and error is not None else value
