"""Addresses of risk assessments before planned changes, below /rounds/changes/."""

from django.urls import path

from riskassessment.views import change_parts, changes

urlpatterns = [
    path("", changes.change_list, name="change_list"),
    path("begin/", changes.change_begin, name="change_begin"),
    path("<uuid:pk>/", changes.change_detail, name="change_detail"),
    path("<uuid:pk>/edit/", changes.change_edit, name="change_edit"),
    path("<uuid:pk>/dates/", changes.change_dates, name="change_dates"),
    path("<uuid:pk>/follow-up/", changes.change_follow_up, name="change_follow_up"),
    path("<uuid:pk>/risks/add/", change_parts.risk_add, name="change_risk_add"),
    path(
        "<uuid:pk>/risks/<uuid:risk>/", change_parts.risk_edit, name="change_risk_edit"
    ),
    path(
        "<uuid:pk>/risks/<uuid:risk>/drop/",
        change_parts.risk_drop,
        name="change_risk_drop",
    ),
    path(
        "<uuid:pk>/participants/",
        change_parts.participants,
        name="change_participants",
    ),
    path(
        "<uuid:pk>/participants/add/",
        change_parts.participant_add,
        name="change_participant_add",
    ),
    path(
        "<uuid:pk>/participants/<int:participant>/remove/",
        change_parts.participant_remove,
        name="change_participant_remove",
    ),
    path("<uuid:pk>/<slug:name>/", changes.change_act, name="change_act"),
]
