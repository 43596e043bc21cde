from django.urls import path

from directory.views import accounts, connection, leaving, sign_on

app_name = "directory"
urlpatterns = [
    path("people/", accounts.person_list, name="person_list"),
    path("people/receivers/", accounts.receiver_options, name="receiver_options"),
    path("people/<uuid:pk>/", accounts.person_detail, name="person_detail"),
    path("people/<uuid:pk>/<slug:name>/", accounts.person_act, name="person_act"),
    path("taken-over/", leaving.taken_over, name="taken_over"),
    path("take-over/<uuid:pk>/", leaving.take_over, name="take_over"),
    path("tokens/", connection.token_list, name="token_list"),
    path("tokens/add/", connection.token_add, name="token_add"),
    path("tokens/<uuid:pk>/begin/", connection.token_begin, name="token_begin"),
    path("tokens/<uuid:pk>/revoke/", connection.token_revoke, name="token_revoke"),
    path("groups/", connection.group_list, name="group_list"),
    path("groups/<uuid:pk>/", connection.group_detail, name="group_detail"),
    path(
        "groups/<uuid:pk>/<int:role_pk>/remove/",
        connection.group_role_remove,
        name="group_role_remove",
    ),
    path("log-in/", sign_on.sign_on, name="sign_on"),
    path("runs/", connection.run_list, name="run_list"),
    path("runs/<uuid:pk>/", connection.run_detail, name="run_detail"),
]
