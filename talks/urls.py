from django.urls import path

from talks.views import early, preparing, shares, talks

app_name = "talks"
urlpatterns = [
    path("", talks.talk_list, name="talk_list"),
    path("units/<uuid:pk>/", talks.unit_talks, name="unit_talks"),
    path("mine/", talks.mine, name="mine"),
    path("people/<uuid:pk>/", talks.person, name="person"),
    path("log/<slug:kind>/", talks.talk_log, name="talk_log"),
    path("invite/", talks.invite, name="invite"),
    path("<uuid:pk>/undo/", talks.talk_undo, name="talk_undo"),
    path("<uuid:pk>/edit/", talks.talk_edit, name="talk_edit"),
    path("<uuid:pk>/remove/", talks.talk_remove, name="talk_remove"),
    path("<uuid:pk>/opinion/", talks.opinion, name="opinion"),
    path("shares/", shares.shares, name="shares"),
    path("shares/file/", shares.shares_file, name="shares_file"),
    path("shares/<uuid:pk>/remind/", shares.remind, name="remind"),
    path("support/", talks.support, name="support"),
    path("support/new/", preparing.link_add, name="link_add"),
    path("support/<int:pk>/", preparing.link_edit, name="link_edit"),
    path("support/<int:pk>/remove/", preparing.link_remove, name="link_remove"),
    path("template/", preparing.template_edit, name="template"),
    path("settings/", preparing.talk_settings, name="settings"),
    path(
        "preparation/begin/", preparing.preparation_begin, name="preparation_begin"
    ),
    path("preparation/<uuid:pk>/", preparing.preparation, name="preparation"),
    path(
        "preparation/<uuid:pk>/edit/",
        preparing.preparation_edit,
        name="preparation_edit",
    ),
    path(
        "preparation/<uuid:pk>/share/",
        preparing.preparation_share,
        name="preparation_share",
    ),
    path(
        "preparation/<uuid:pk>/unshare/",
        preparing.preparation_unshare,
        name="preparation_unshare",
    ),
    path(
        "preparation/<uuid:pk>/remove/",
        preparing.preparation_remove,
        name="preparation_remove",
    ),
    path("goals/new/<uuid:pk>/", preparing.goal_add, name="goal_add"),
    path("goals/<uuid:pk>/", preparing.goal_edit, name="goal_edit"),
    path("goals/<uuid:pk>/remove/", preparing.goal_remove, name="goal_remove"),
    path("early/", early.early_list, name="early_list"),
    path("early/new/", early.early_add, name="early_add"),
    path("early/figures/", early.early_figures, name="early_figures"),
    path("early/<uuid:pk>/", early.early, name="early"),
    path("early/<uuid:pk>/step/", early.step_add, name="step_add"),
    path(
        "early/<uuid:pk>/step/<int:step>/done/", early.step_done, name="step_done"
    ),
    path("early/<uuid:pk>/consent/<slug:answer>/", early.consent, name="consent"),
    path("early/<uuid:pk>/<slug:name>/", early.early_act, name="early_act"),
    path("leaves/new/", early.leave_add, name="leave_add"),
    path("leaves/<uuid:pk>/", early.leave, name="leave"),
    path("leaves/<uuid:pk>/end/", early.leave_end, name="leave_end"),
    path(
        "leaves/<uuid:pk>/milestone/<int:milestone>/done/",
        early.milestone_done,
        name="milestone_done",
    ),
]
