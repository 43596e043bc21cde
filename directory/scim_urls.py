from django.urls import path

from directory.views import scim

app_name = "scim"
urlpatterns = [
    path("ServiceProviderConfig", scim.service, name="service"),
    path("ResourceTypes", scim.resource_types, name="resource_types"),
    path("Schemas", scim.schemas, name="schemas"),
    path("Users", scim.users, name="users"),
    path("Users/<str:pk>", scim.user, name="user"),
    path("Groups", scim.group_list, name="groups"),
    path("Groups/<str:pk>", scim.group, name="group"),
]
