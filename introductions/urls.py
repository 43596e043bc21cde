from django.urls import path

from introductions.views import introductions, surveys, templates

app_name = "introductions"
_ONE = "<uuid:pk>/"
_TEMPLATE = "templates/<uuid:pk>/"
_STEP = f"{_TEMPLATE}steps/<int:step>/"
urlpatterns = [
    path("", introductions.introduction_list, name="introduction_list"),
    path("overview/", introductions.overview, name="overview"),
    path("survey/", surveys.survey, name="survey"),
    path("new/", introductions.introduction_add, name="introduction_add"),
    path("new/people/", introductions.people_options, name="people_options"),
    path("new/<uuid:pk>/", introductions.begin, name="begin"),
    path("templates/", templates.template_list, name="template_list"),
    path("templates/new/", templates.template_add, name="template_add"),
    path(_TEMPLATE, templates.template, name="template"),
    path(f"{_TEMPLATE}head/", templates.template_head, name="template_head"),
    path(f"{_TEMPLATE}publish/", templates.publish, name="template_publish"),
    path(f"{_TEMPLATE}discard/", templates.discard, name="template_discard"),
    path(f"{_TEMPLATE}version/", templates.version, name="template_version"),
    path(f"{_TEMPLATE}withdraw/", templates.withdraw, name="template_withdraw"),
    path(f"{_TEMPLATE}steps/", templates.step_add, name="step_add"),
    path(_STEP, templates.step_edit, name="step_edit"),
    path(f"{_STEP}move/", templates.step_move, name="step_move"),
    path(f"{_STEP}remove/", templates.step_remove, name="step_remove"),
    path(_ONE, introductions.introduction, name="introduction"),
    path(f"{_ONE}edit/", introductions.introduction_edit, name="introduction_edit"),
    path(f"{_ONE}end/", introductions.cancel, name="cancel"),
    path(f"{_ONE}talk/", introductions.talk, name="talk"),
    path(f"{_ONE}answer/", surveys.answer, name="answer"),
    path(f"{_ONE}steps/<int:step>/tick/", introductions.tick, name="tick"),
    path(f"{_ONE}steps/<int:step>/untick/", introductions.untick, name="untick"),
    path(f"{_ONE}steps/<int:step>/skip/", introductions.skip, name="skip"),
]
