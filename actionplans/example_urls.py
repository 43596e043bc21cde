from django.urls import path

from actionplans.views import examples

app_name = "examples"
urlpatterns = [
    path("", examples.example_list, name="list"),
    path("<uuid:pk>/", examples.example_detail, name="detail"),
    path("<uuid:pk>/withdraw/", examples.example_withdraw, name="withdraw"),
    path("of/<uuid:pk>/", examples.example_share, name="share"),
]
