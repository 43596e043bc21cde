from django.urls import path

from surveys.views import (
    answering,
    codes,
    follow_ups,
    importing,
    lists,
    matters,
    questionnaires,
    results,
)

app_name = "surveys"
urlpatterns = [
    path("", lists.survey_list, name="survey_list"),
    path("new/", lists.survey_add, name="survey_add"),
    path("settings/", lists.settings, name="settings"),
    path("themes/", questionnaires.theme_list, name="theme_list"),
    path("themes/new/", questionnaires.theme_add, name="theme_add"),
    path("themes/<uuid:pk>/", questionnaires.theme_edit, name="theme_edit"),
    path(
        "questionnaires/",
        questionnaires.questionnaire_list,
        name="questionnaire_list",
    ),
    path(
        "questionnaires/new/",
        questionnaires.questionnaire_add,
        name="questionnaire_add",
    ),
    path(
        "questionnaires/<uuid:pk>/",
        questionnaires.questionnaire_detail,
        name="questionnaire_detail",
    ),
    path(
        "questionnaires/<uuid:pk>/version/",
        questionnaires.questionnaire_version,
        name="questionnaire_version",
    ),
    path(
        "questionnaires/<uuid:pk>/groups/new/",
        questionnaires.group_add,
        name="group_add",
    ),
    path(
        "questionnaires/<uuid:pk>/<slug:name>/",
        questionnaires.questionnaire_act,
        name="questionnaire_act",
    ),
    path("groups/<uuid:pk>/", questionnaires.group_edit, name="group_edit"),
    path(
        "groups/<uuid:pk>/questions/new/",
        questionnaires.question_add,
        name="question_add",
    ),
    path("questions/<uuid:pk>/", questionnaires.question_edit, name="question_edit"),
    path(
        "parts/<slug:kind>/<uuid:pk>/move/",
        questionnaires.part_move,
        name="part_move",
    ),
    path(
        "parts/<slug:kind>/<uuid:pk>/remove/",
        questionnaires.part_remove,
        name="part_remove",
    ),
    path("imports/new/", importing.import_add, name="import_add"),
    path("imports/<uuid:pk>/columns/", importing.import_columns, name="import_columns"),
    path("imports/<uuid:pk>/", importing.import_check, name="import_check"),
    path("imports/<uuid:pk>/refused/", importing.import_refused, name="import_refused"),
    path("imports/<uuid:pk>/delete/", importing.import_delete, name="import_delete"),
    path("follow-ups/<uuid:pk>/", follow_ups.follow_up, name="follow_up"),
    path(
        "follow-ups/<uuid:pk>/edit/", follow_ups.follow_up_edit, name="follow_up_edit"
    ),
    path("follow-ups/<uuid:pk>/measure/", follow_ups.measure_add, name="measure_add"),
    path(
        "follow-ups/<uuid:pk>/measures/<uuid:measure>/",
        follow_ups.municipal,
        name="municipal",
    ),
    path(
        "follow-ups/<uuid:pk>/<slug:name>/",
        follow_ups.follow_up_act,
        name="follow_up_act",
    ),
    path("<uuid:pk>/", lists.survey_detail, name="survey_detail"),
    path("<uuid:pk>/edit/", lists.survey_edit, name="survey_edit"),
    path("<uuid:pk>/answer/", answering.answer_mine, name="answer_mine"),
    path("<uuid:pk>/compare/", results.compare, name="compare"),
    path("<uuid:pk>/follow-ups/", follow_ups.follow_up_list, name="follow_up_list"),
    path(
        "<uuid:pk>/follow-ups/remind/",
        follow_ups.follow_ups_remind,
        name="follow_ups_remind",
    ),
    path("<uuid:pk>/units/<uuid:unit>/", results.result, name="result"),
    path("<uuid:pk>/units/<uuid:unit>/file/", results.export, name="export"),
    path("<uuid:pk>/units/<uuid:unit>/code/", codes.by_code, name="by_code"),
    path("<uuid:pk>/units/<uuid:unit>/poster/", codes.poster, name="poster"),
    path("<uuid:pk>/matters/<slug:kind>/", matters.matter, name="matter"),
    path(
        "<uuid:pk>/matters/<slug:kind>/draft/",
        matters.matter_draft,
        name="matter_draft",
    ),
    path(
        "<uuid:pk>/matters/<slug:kind>/edit/", matters.matter_edit, name="matter_edit"
    ),
    path(
        "<uuid:pk>/matters/<slug:kind>/send/", matters.matter_send, name="matter_send"
    ),
    path(
        "<uuid:pk>/matters/<slug:kind>/decide/",
        matters.matter_decide,
        name="matter_decide",
    ),
    path(
        "<uuid:pk>/matters/<slug:kind>/measure/",
        matters.matter_measure,
        name="matter_measure",
    ),
    path("<uuid:pk>/<slug:name>/", lists.survey_act, name="survey_act"),
]
