from django.urls import include, path

from riskassessment.views import (
    closing,
    coverage,
    documents,
    matrix,
    photos,
    planning,
    reviewing,
    risks,
    rounds,
    schedules,
    standing,
    walking,
    worker,
)

app_name = "riskassessment"
urlpatterns = [
    path("", planning.round_list, name="round_list"),
    path("worker.js", worker.worker, name="worker"),
    path("plan/", planning.round_plan, name="round_plan"),
    path("people/", planning.people_options, name="people_options"),
    path("<uuid:pk>/plan/", planning.round_change, name="round_change"),
    path("<uuid:pk>/cancel/", planning.round_cancel, name="round_cancel"),
    path("<uuid:pk>/resume/", planning.round_resume, name="round_resume"),
    path("<uuid:pk>/agenda/", planning.agenda, name="agenda"),
    path("<uuid:pk>/participants/", planning.participants, name="participants"),
    path(
        "<uuid:pk>/participants/<int:participant>/remove/",
        planning.participant_remove,
        name="participant_remove",
    ),
    path("recurring/", schedules.schedule_list, name="schedule_list"),
    path("recurring/add/", schedules.schedule_add, name="schedule_add"),
    path("recurring/<uuid:pk>/", schedules.schedule_detail, name="schedule_detail"),
    path("recurring/<uuid:pk>/end/", schedules.schedule_end, name="schedule_end"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("matrix/", matrix.matrix, name="matrix"),
    path("risks/", risks.risk_list, name="risk_list"),
    path("risks/new/", risks.risk_new, name="risk_new"),
    path("risks/export/", risks.risk_export, name="risk_export"),
    path("risks/closed/<uuid:pk>/", risks.closed_unit, name="closed_unit"),
    path("risks/<uuid:pk>/", risks.risk_detail, name="risk_detail"),
    path("risks/<uuid:pk>/measure/", risks.measure_add, name="measure_add"),
    path("risks/<uuid:pk>/<slug:name>/", risks.risk_act, name="risk_act"),
    path("checklists/", include("riskassessment.checklist_urls")),
    path("changes/", include("riskassessment.change_urls")),
    path("<uuid:pk>/paper/", documents.paper, name="paper"),
    path("<uuid:pk>/document/", documents.document, name="document"),
    path("<uuid:pk>/document/file/", documents.document_file, name="document_file"),
    path("<uuid:pk>/", rounds.round_detail, name="round_detail"),
    path("<uuid:pk>/questions/<int:question>/", walking.answer, name="answer"),
    path("<uuid:pk>/questions/<int:question>/risk/", walking.assess, name="assess"),
    path(
        "<uuid:pk>/questions/<int:question>/comment/", reviewing.comment, name="comment"
    ),
    path(
        "<uuid:pk>/questions/<int:question>/photos/", photos.photo_add, name="photo_add"
    ),
    path(
        "<uuid:pk>/questions/<int:question>/photos/<uuid:photo>/remove/",
        photos.photo_remove,
        name="photo_remove",
    ),
    path("<uuid:pk>/photos/<uuid:photo>/", photos.photo, name="photo"),
    path("<uuid:pk>/photos/<uuid:photo>/small/", photos.thumbnail, name="thumbnail"),
    path("<uuid:pk>/standing/", standing.standing, name="standing"),
    path("<uuid:pk>/submit/", walking.submit, name="submit"),
    path("<uuid:pk>/hand-back/", reviewing.hand_back, name="hand_back"),
    path("<uuid:pk>/sign/", reviewing.sign, name="sign"),
    path("<uuid:pk>/close/", closing.close, name="close"),
]
