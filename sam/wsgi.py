import os

from django.core.wsgi import get_wsgi_application
from django.urls import resolve

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sam.settings")

application = get_wsgi_application()
# To look for one page loads them all: else whoever asks for the first one waits for seconds.
resolve("/")
