from django.urls import path

from meetings.views import mailbox

app_name = "meetings"
urlpatterns = [
    path("mailbox/<uuid:pk>/", mailbox.matter_detail, name="matter_detail"),
]
