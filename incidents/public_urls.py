from django.urls import path

from incidents.views import public

app_name = "public"
urlpatterns = [
    path("r/<slug:token>/", public.report, name="report"),
    path("r/<slug:token>/units/", public.unit_options, name="units"),
    path("follow/", public.follow, name="follow"),
    path("follow/receipt/", public.receipt, name="receipt"),
    path("follow/answer/", public.answer, name="answer"),
    path("follow/proof/", public.proof, name="proof"),
    path("follow/proof/document/", public.proof_document, name="proof_document"),
    path("follow/close/", public.close, name="close"),
]
