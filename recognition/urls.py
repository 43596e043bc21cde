from django.urls import path

from recognition.views import awards, nominations

app_name = "recognition"
urlpatterns = [
    path("", awards.award_list, name="award_list"),
    path("new/", awards.award_add, name="award_add"),
    path("people/", awards.people_options, name="people_options"),
    path(
        "nominations/<uuid:pk>/",
        nominations.nomination_detail,
        name="nomination_detail",
    ),
    path(
        "nominations/<uuid:pk>/withdraw/",
        nominations.nomination_withdraw,
        name="nomination_withdraw",
    ),
    path("<uuid:pk>/", awards.award_detail, name="award_detail"),
    path("<uuid:pk>/edit/", awards.award_edit, name="award_edit"),
    path("<uuid:pk>/nominate/", nominations.nominate, name="nominate"),
    path("<uuid:pk>/points/", nominations.scores, name="scores"),
    path("<uuid:pk>/jury/", awards.jury_add, name="jury_add"),
    path("<uuid:pk>/jury/<int:member>/", awards.jury_remove, name="jury_remove"),
    path("<uuid:pk>/act/<slug:name>/", awards.award_act, name="award_act"),
]
