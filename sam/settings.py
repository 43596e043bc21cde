"""Settings, read from the environment; docs/settings.md lists them.

Without DATABASE_URL and REDIS_URL the program looks for the embedded servers that
`make demo` starts. Production names its own.
"""

import os
import sys
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from redis.backoff import NoBackoff
from redis.retry import Retry

from sam import environment, logs, sign_on
from sam.embedded import addresses

BASE_DIR = Path(__file__).resolve().parent.parent

if not os.environ.get("DATABASE_URL"):
    # The embedded servers, when they run, bring their addresses and a secret key.
    os.environ.update({**(addresses() or {}), **environment.said(os.environ)})
if faults := environment.faults(os.environ):
    if not os.environ.get("DATABASE_URL"):
        faults[0] += (
            " (No embedded server is running: run `make demo`, or put "
            "`python -m sam.embedded exec --` before the command.)"
        )
    sys.exit("\n".join(f"sam: {fault}" for fault in faults))
env = environ.Env()
# What is empty says nothing.
env.ENVIRON = environment.said(os.environ)

DEBUG = env.bool("SAM_DEBUG", default=False)
SECRET_KEY = env("SAM_SECRET_KEY")
# Those before it, for what was signed and sealed with them.
SECRET_KEY_FALLBACKS = env.list("SAM_SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("SAM_HOSTS", default=["localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = env.list("SAM_TRUSTED_ORIGINS", default=[])
# Where files of users and produced documents lie; never served by the web server.
MEDIA_ROOT = Path(env("SAM_FILES", default=str(BASE_DIR / "var" / "files")))

INSTALLED_APPS = [
    "demo",
    "privacy",
    "retention",
    "reorganisation",
    "directory",
    "directory.oidc",
    "reports",
    "annualcycle",
    "introductions",
    "surveys",
    "governing",
    "recognition",
    "meetings",
    "allocation",
    "knowledge",
    "talks",
    "healthservice",
    "incidents",
    "representatives",
    "riskassessment",
    "actionplans",
    "organisation",
    "attachments",
    "mailing",
    "operations",
    "ui",
    "guardian",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "directory.apps.SessionsConfig",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.saml",
    "django_htmx",
    "template_partials",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
]

MIDDLEWARE = [
    "sam.middleware.ReferenceMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    # Before all that costs, and behind the files that whoever is told to wait needs, too.
    "sam.crowding.CrowdMiddleware",
    "sam.middleware.PlainAddressMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "organisation.reading.ReaderMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "directory.middleware.SessionMiddleware",
    "sam.middleware.LoginRequiredMiddleware",
    "sam.middleware.PrivateCacheMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "directory.second_factor.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    # The last, for it carries out the view.
    "ui.sending.OnceMiddleware",
]
METRICS = env.bool("SAM_METRICS", default=False)
if METRICS:
    MIDDLEWARE.insert(1, "sam.metrics.MetricsMiddleware")

ROOT_URLCONF = "sam.urls"
WSGI_APPLICATION = "sam.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "organisation.context.municipality",
            ],
        },
    }
]
FORM_RENDERER = "ui.forms.Renderer"

DATABASES = {
    "default": {
        **env.db_url_config(env("DATABASE_URL")),
        "ENGINE": "django.db.backends.postgresql",
        # A view is one transaction: an act is whole or has not happened.
        "ATOMIC_REQUESTS": True,
        "OPTIONS": {
            # Each thread has one; whoever waits longer finds the database away.
            # One that cannot connect is given up soon, so that the next one tries at once.
            "pool": {
                "min_size": 1,
                "max_size": 8,
                "timeout": 5,
                "reconnect_timeout": 5,
            },
            # In seconds.
            "connect_timeout": 5,
            "options": " ".join(
                [
                    # A page reads so little that to start processes for it costs more
                    # than it gains, above all while others ask too.
                    "-c max_parallel_workers_per_gather=0",
                    # Whoever stands still amid a transaction lets others go on.
                    "-c idle_in_transaction_session_timeout=5min",
                    # A machine that has gone without a word is missed within two minutes,
                    # and with it end its locks.
                    "-c tcp_keepalives_idle=60",
                    "-c tcp_keepalives_interval=15",
                    "-c tcp_keepalives_count=4",
                ]
            ),
        },
        # A connection is tried before it is used: of a database that was started anew
        # none is left.
        "CONN_HEALTH_CHECKS": True,
    }
}
# A copy of the database that follows it, for statistics.
REPLICA_URL = env("SAM_REPLICA_URL", default="")
if REPLICA_URL:
    DATABASES["replica"] = {
        **env.db_url_config(REPLICA_URL),
        "ENGINE": "django.db.backends.postgresql",
        # Asked seldom, and by few at a time.
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 2,
            "options": "-c default_transaction_read_only=on",
        },
    }
DATABASE_ROUTERS = ["sam.replica.Router"]
# In seconds: a copy further behind is not read from.
REPLICA_LAG = env.int("SAM_REPLICA_LAG", default=30)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "sam.caches.RedisOrMemory",
        "LOCATION": REDIS_URL,
        # In seconds: a page fails sooner than its reader gives up.
        "OPTIONS": {
            "socket_connect_timeout": 2,
            "socket_timeout": 2,
            "retry": Retry(NoBackoff(), 1),
        },
    }
}
MESSAGE_STORAGE = "ui.sending.Messages"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
# A shift and a night: a phone in a corridor stays logged in over the working day. Whoever
# holds much is logged out sooner, and so is who shares a device (directory.sessions).
SESSION_COOKIE_AGE = env.int("SAM_SESSION_HOURS", default=16) * 60 * 60

# Modules above the action plans that they ask without knowing them: which events a
# measure should make fewer, and what the topics of good examples are called.
SIMILAR_EVENTS = "incidents.similar"
TOPIC_NAMES = ["incidents.similar", "riskassessment.topics"]
# Whose records show that a unit meets its duties (organisation.records).
LIVING_RECORDS = [
    "allocation.records",
    "governing.records",
    "introductions.records",
    "knowledge.records",
    "meetings.records",
    "surveys.records",
]

# What ships with the program and is loaded at each upgrade, by the commands that do it.
SHIPPED = [
    "load_codes",
    "load_checklists",
    "load_questionnaires",
    "load_agendas",
    "load_report_templates",
]

AUTH_USER_MODEL = "organisation.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "organisation.backends.UnitPermissionBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "directory.passwords.MaximumLengthValidator"},
    {"NAME": "directory.passwords.NotThePersonValidator"},
    {"NAME": "directory.passwords.NotEasilyGuessedValidator"},
]
# The link in a letter with which one chooses a new one: a shift.
PASSWORD_RESET_TIMEOUT = 8 * 60 * 60
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
ACCOUNT_ADAPTER = "directory.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "directory.forms.log_in.LogInForm",
    "reset_password": "directory.accounts.ResetPasswordForm",
}
# Wrong passwords are counted by directory.tries. Here: how often a page may be sent from an
# address, which a whole municipality may share, and by one person.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "300/m/ip,5/5m/key,20/h/key",
    "reset_password": "60/m/ip,5/h/key",
    "reset_password_from_key": "60/m/ip",
}
# How many proxies stand before the program: whose address the login's limits count.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("SAM_PROXIES", default=0)
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# HR's directory vouches for the addresses; nobody signs up by themselves.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
# Who logged in, or showed it anew, so many seconds ago need not do it again before what
# cannot be undone (sam.reauthentication).
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60

# Single sign-on, where the municipality has it (docs/decisions/single-sign-on.md).
SOCIALACCOUNT_ADAPTER = "directory.accounts.SocialAccountAdapter"
SOCIALACCOUNT_PROVIDERS = sign_on.providers(env)
# Whose passwords work here; with single sign-on only those of named administrators.
PASSWORDS_FOR = env.list("SAM_PASSWORDS_FOR", default=[]) or ["all"]
SSO_CREATES_ACCOUNTS = env.bool("SAM_SSO_CREATES_ACCOUNTS", default=False)
# Who must have a second factor: nobody, "all", or roles such as "administrator,hr,head".
SECOND_FACTOR_FOR = env.list("SAM_SECOND_FACTOR", default=[])
# Single sign-on has asked for it already.
SSO_HAS_SECOND_FACTOR = env.bool("SAM_SSO_HAS_SECOND_FACTOR", default=False)
MFA_ADAPTER = "directory.second_factor.MfaAdapter"
MFA_FORMS = {
    "authenticate": "directory.forms.second_factor.AuthenticateForm",
    "reauthenticate": "directory.forms.second_factor.ReauthenticateForm",
    "activate_totp": "directory.forms.second_factor.ActivateForm",
    "add_webauthn": "directory.forms.second_factor.AddKeyForm",
    "edit_webauthn": "directory.forms.second_factor.NameKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
# A phone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "SAM"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True

ANONYMOUS_USER_NAME = None
# Guardian's own backend is left out on purpose: UnitPermissionBackend answers for units
# and everything on them from guardian's rows (docs/decisions/permissions.md).
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]

# Of documents, and of pages for a browser that asks for none of the below.
LANGUAGE_CODE = env("SAM_LANGUAGE", default="sv")
LANGUAGES = [
    ("sv", _("Swedish")),
    ("en", _("English")),
    ("nn", _("Norwegian Nynorsk")),
    ("nb", _("Norwegian Bokmål")),
    ("da", _("Danish")),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env("SAM_TIME_ZONE", default="Europe/Stockholm")
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

# Backups are encrypted for these public keys of age; none: they are kept as they are.
BACKUP_KEYS = env.list("SAM_BACKUP_KEYS", default=[])

STATIC_URL = "static/"
STATIC_ROOT = Path(env("SAM_STATIC", default=str(BASE_DIR / "var" / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "ui.finders.PackageFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

CELERY_BROKER_URL = REDIS_URL
# What a job did is read from its own row in PostgreSQL.
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# A task whose queue is gone will be given to another worker; so this one lets go of it.
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
# In kB. A child that has grown is replaced after its job: the PDF engine's native
# libraries keep a little of each document. The program itself, mostly shared between the
# children, takes two thirds of it: below that each job would begin with a new child.
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 300_000
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # In seconds. A task that has not been finished within it goes to another worker too.
    "visibility_timeout": 600,
    # A queue that does not answer keeps no page waiting.
    "socket_connect_timeout": 2,
    "socket_timeout": 3,
    "socket_keepalive": True,
}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0.1}
# However long the queue is away.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULER = "sam.clock.Clock"
CELERY_BEAT_SCHEDULE = {
    "clear-exports": {
        "task": "incidents.tasks.clear_exports",
        "schedule": 60 * 60,
    },
    "look-for-readings-that-stand-out": {
        "task": "privacy.tasks.look_for_what_stands_out",
        "schedule": 60 * 60,
    },
    # Copies of what was gathered for a request that is answered since long.
    "erase-extracts": {
        "task": "privacy.tasks.erase_extracts",
        "schedule": crontab(hour=3, minute=55),
    },
    "refresh-organisation": {
        "task": "organisation.tasks.refresh_organisation",
        "schedule": 60 * 60,
    },
    # As early as the day on which somebody has no account any more.
    "let-leavers-go": {
        "task": "directory.tasks.let_leavers_go",
        "schedule": crontab(hour=0, minute=5),
    },
    "forget-runs": {
        "task": "directory.tasks.forget_runs",
        "schedule": 24 * 60 * 60,
    },
    "clear-sessions": {
        "task": "organisation.tasks.clear_sessions",
        "schedule": 24 * 60 * 60,
    },
    "clear-attachments": {
        "task": "attachments.tasks.clear_attachments",
        "schedule": 24 * 60 * 60,
    },
    "forget-imports": {
        "task": "incidents.history_import.tasks.forget_old",
        "schedule": 60 * 60,
    },
    # Jobs whose order has been lost, or whose worker has died.
    "take-up-what-was-left": {
        "task": "operations.tasks.look_for_left",
        "schedule": 2 * 60,
    },
    "forget-sent-forms": {
        "task": "ui.tasks.forget_sent_forms",
        "schedule": 24 * 60 * 60,
    },
    "take-bounces": {
        "task": "organisation.tasks.take_bounces",
        "schedule": 10 * 60,
    },
    "send-what-waits": {
        "task": "mailing.tasks.deliver_waiting",
        "schedule": 5 * 60,
    },
    "keep-the-chain": {
        "task": "incidents.tasks.keep_the_chain",
        "schedule": crontab(hour=5, minute=0),
    },
    "raise-duties": {
        "task": "incidents.tasks.raise_duties",
        "schedule": crontab(hour=5, minute=10),
    },
    "remind-of-duties": {
        "task": "incidents.tasks.remind_of_duties",
        "schedule": crontab(hour=5, minute=20),
    },
    "count-talks": {
        "task": "talks.tasks.count_talks",
        "schedule": crontab(hour=3, minute=40),
    },
    "delete-outdated-talks": {
        "task": "talks.tasks.delete_outdated",
        "schedule": crontab(hour=3, minute=50),
    },
    "remind-of-requests": {
        "task": "representatives.tasks.remind_of_requests",
        "schedule": crontab(hour=5, minute=25),
    },
    # Before all that counts on where things hang.
    "reorganise": {
        "task": "reorganisation.tasks.carry_out_due",
        "schedule": crontab(hour=0, minute=5),
    },
    "forget-organisation-imports": {
        "task": "reorganisation.tasks.forget_old",
        "schedule": 60 * 60,
    },
    # Before the daily e-mail, which then tells of it.
    "tell-of-vacancies": {
        "task": "organisation.tasks.tell_of_vacancies",
        "schedule": crontab(hour=5, minute=30),
    },
    "plan-due-rounds": {
        "task": "riskassessment.tasks.plan_due_rounds",
        "schedule": crontab(hour=4, minute=0),
    },
    "gather-evidence-of-the-year": {
        "task": "annualcycle.tasks.gather",
        "schedule": 10 * 60,
    },
    "plan-the-year": {
        "task": "annualcycle.tasks.plan_years",
        "schedule": crontab(hour=3, minute=30),
    },
    "remind-of-the-year": {
        "task": "annualcycle.tasks.remind_of_activities",
        "schedule": crontab(hour=5, minute=50),
    },
    "remind-of-lifted": {
        "task": "actionplans.tasks.remind_of_lifted",
        "schedule": crontab(hour=5, minute=35),
    },
    "remind-of-rounds": {
        "task": "riskassessment.tasks.remind_of_rounds",
        "schedule": crontab(hour=5, minute=40),
    },
    "remind-of-changes": {
        "task": "riskassessment.tasks.remind_of_changes",
        "schedule": crontab(hour=5, minute=45),
    },
    # So that nothing tells in which order a survey was answered.
    "mix-answers": {
        "task": "surveys.tasks.mix_answers",
        "schedule": crontab(hour=3, minute=30),
    },
    "remind-of-survey-follow-ups": {
        "task": "surveys.tasks.remind_of_follow_ups",
        "schedule": crontab(hour=5, minute=47),
    },
    # Writes e-mails of its own, and what is handed over in time for the daily one.
    "remind-of-measures": {
        "task": "actionplans.tasks.remind_of_measures",
        "schedule": crontab(hour=5, minute=50),
    },
    "remind-of-reports": {
        "task": "reports.tasks.remind_of_reports",
        "schedule": crontab(hour=5, minute=55),
    },
    "remind-of-meetings": {
        "task": "meetings.tasks.remind_of_meetings",
        "schedule": crontab(hour=5, minute=42),
    },
    "remind-of-documents": {
        "task": "governing.tasks.remind_of_documents",
        "schedule": crontab(hour=5, minute=12),
    },
    "remind-of-introductions": {
        "task": "introductions.tasks.remind_of_introductions",
        "schedule": crontab(hour=5, minute=14),
    },
    # What was weighed in a round or before a change; elsewhere it is told at once.
    "tell-of-risks": {
        "task": "riskassessment.tasks.tell_of_risks",
        "schedule": 5 * 60,
    },
    "count-heads": {
        "task": "allocation.tasks.count_heads",
        "schedule": crontab(hour=4, minute=10),
    },
    "remind-of-certificates": {
        "task": "knowledge.tasks.remind_of_certificates",
        "schedule": crontab(hour=5, minute=15),
    },
    "forget-sendings": {
        "task": "riskassessment.tasks.forget_sendings",
        "schedule": 24 * 60 * 60,
    },
    # Before the daily e-mail, which then tells of it.
    "warn-of-destruction": {
        "task": "retention.tasks.warn",
        "schedule": crontab(hour=5, minute=18),
    },
    # What was confirmed and broken off, what is over, and files that were left.
    "go-on-destroying": {
        "task": "retention.tasks.go_on",
        "schedule": 10 * 60,
    },
    "send-digests": {
        "task": "mailing.tasks.send_digests",
        "schedule": crontab(hour=6, minute=30),
    },
}

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env("SAM_EMAIL_FROM", default="sam@localhost")
# The mailbox of the sender, to which e-mails come back.
BOUNCE_URL = env("SAM_BOUNCE_URL", default="")
# What a mail's links begin with; a worker knows no request.
SITE_ADDRESS = env("SAM_ADDRESS", default="http://127.0.0.1:8000")

# Nothing inline, nothing from outside.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        # blob: a photo that was just taken and waits on the device to be sent.
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        # Also where a form's answer leads on to: the log-in of single sign-on.
        "form-action": [SELF, *sign_on.origins(env)],
        "base-uri": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
# Whoever asks how the program is sees no more than yes or no without this.
MONITORING_TOKEN = env("SAM_MONITORING_TOKEN", default="")
# The program is reached by TLS alone, but for the demo and the tests on loopback.
SECURE = env.bool("SAM_SECURE", default=True)
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
# Asked by this machine itself, and by what stands before several.
SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics/$"]
# No script reads a cookie: forms carry their token themselves.
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = SECURE
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if SECURE else 0
if SECURE:
    # Set by this very host and read by no other, whatever a neighbour under the same name
    # may do.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
if SECURE:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Whom people write to when something of the program keeps them out.
CONTACT = env("SAM_CONTACT", default="")
# An incident that nobody has begun with for so many days goes to the level above.
RAISE_AFTER_DAYS = env.int("SAM_RAISE_AFTER_DAYS", default=7)
# The owner of a record is told so long before it may be destroyed.
RETENTION_WARNED_DAYS = env.int("SAM_RETENTION_WARNED_DAYS", default=30)
# So long what was destroyed can be put back.
RETENTION_RESTORE_DAYS = env.int("SAM_RETENTION_RESTORE_DAYS", default=30)
# Whom one calls, by the code of the duty: {"at": "…", "politi": "…"}.
AUTHORITY_PHONES = env.dict("SAM_AUTHORITY_PHONES", default={})

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# Spreadsheets larger than this are refused before they are read.
IMPORT_MAX_BYTES = 10 * 1024 * 1024
# Incidents of ten years from an older system; these are read by a worker.
HISTORY_MAX_BYTES = 50 * 1024 * 1024

LOGGING = logs.configuration()
