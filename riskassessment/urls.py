from django.urls import path

from riskassessment.views import planning, reviewing, risks, rounds, walking

app_name = "riskassessment"
urlpatterns = [
    path("", planning.round_list, name="round_list"),
    path("plan/", planning.round_plan, name="round_plan"),
    path("risks/", risks.risk_list, name="risk_list"),
    path("risks/<uuid:pk>/measure/", risks.measure_add, name="measure_add"),
    path("<uuid:pk>/", rounds.round_detail, name="round_detail"),
    path("<uuid:pk>/questions/<int:question>/", walking.answer, name="answer"),
    path("<uuid:pk>/questions/<int:question>/risk/", walking.assess, name="assess"),
    path(
        "<uuid:pk>/questions/<int:question>/comment/", reviewing.comment, name="comment"
    ),
    path("<uuid:pk>/submit/", walking.submit, name="submit"),
    path("<uuid:pk>/hand-back/", reviewing.hand_back, name="hand_back"),
    path("<uuid:pk>/sign/", reviewing.sign, name="sign"),
]
