from django.urls import path

from riskassessment import views

app_name = "riskassessment"
urlpatterns = [
    path("", views.round_list, name="round_list"),
    path("plan/", views.round_plan, name="round_plan"),
    path("risks/", views.risk_list, name="risk_list"),
    path("risks/<uuid:pk>/measure/", views.measure_add, name="measure_add"),
    path("<uuid:pk>/", views.round_detail, name="round_detail"),
    path("<uuid:pk>/questions/<int:question>/", views.answer, name="answer"),
    path("<uuid:pk>/questions/<int:question>/risk/", views.assess, name="assess"),
    path("<uuid:pk>/questions/<int:question>/comment/", views.comment, name="comment"),
    path("<uuid:pk>/submit/", views.submit, name="submit"),
    path("<uuid:pk>/hand-back/", views.hand_back, name="hand_back"),
    path("<uuid:pk>/sign/", views.sign, name="sign"),
]
