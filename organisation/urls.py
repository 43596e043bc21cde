from django.urls import path

from organisation.views import calendar, condition, finding, outbox, personal

app_name = "organisation"
urlpatterns = [
    path("units/", finding.unit_options, name="unit_options"),
    path("settings/", personal.personal_settings, name="settings"),
    path("settings/calendar/", calendar.calendar, name="calendar"),
    path("settings/calendar/stop/", calendar.calendar_revoke, name="calendar_revoke"),
    path("substitutes/add/", personal.substitute_add, name="substitute_add"),
    path("substitutes/<int:pk>/end/", personal.substitute_end, name="substitute_end"),
    path("substitutes/people/", finding.substitute_options, name="substitute_options"),
    path("condition/", condition.condition, name="condition"),
    path("outbox/", outbox.message_list, name="outbox"),
    path("outbox/<uuid:pk>/again/", outbox.message_send_again, name="send_again"),
]
