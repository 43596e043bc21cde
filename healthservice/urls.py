from django.urls import URLPattern

app_name = "healthservice"
urlpatterns: list[URLPattern] = []
