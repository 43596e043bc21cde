from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.i18n import set_language

from ui import views

app_name = "ui"
urlpatterns = [
    path("help/", views.help_page, name="help"),
    path("help/<slug:name>/", views.guide, name="guide"),
    path("persons/", views.persons, name="persons"),
    path("accessibility/", views.accessibility, name="accessibility"),
    # Also for those who do not get in because they cannot read the page.
    path("language/", login_not_required(set_language), name="language"),
]
