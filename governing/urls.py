from django.urls import URLPattern

app_name = "governing"
urlpatterns: list[URLPattern] = []
