from django.urls import path

from surveys.views import answering

app_name = "answering"
urlpatterns = [
    path("s/", answering.code, name="code"),
    path("s/thanks/", answering.thanks, name="thanks"),
    path("s/<str:token>/", answering.answer, name="answer"),
]
