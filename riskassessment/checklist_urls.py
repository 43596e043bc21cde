"""Addresses of checklists, below `checklists/`; part of `riskassessment.urls`."""

from django.urls import path

from riskassessment.views import checklist_parts, checklists, documents

urlpatterns = [
    path("", checklists.checklist_list, name="checklist_list"),
    path("new/", checklists.checklist_add, name="checklist_add"),
    path("<int:pk>/", checklists.checklist_detail, name="checklist_detail"),
    path("<int:pk>/paper/", documents.checklist_paper, name="checklist_paper"),
    path("<int:pk>/compare/", checklists.checklist_compare, name="checklist_compare"),
    path("<int:pk>/copy/", checklists.checklist_copy, name="checklist_copy"),
    path("<int:pk>/publish/", checklists.checklist_publish, name="checklist_publish"),
    path(
        "<int:pk>/withdraw/", checklists.checklist_withdraw, name="checklist_withdraw"
    ),
    path("<int:pk>/discard/", checklists.checklist_discard, name="checklist_discard"),
    path("<int:pk>/edit/", checklist_parts.checklist_edit, name="checklist_edit"),
    path("<int:pk>/head/", checklist_parts.head_edit, name="head_edit"),
    path("<int:pk>/sections/new/", checklist_parts.section_add, name="section_add"),
    path(
        "<int:pk>/sections/<int:section>/",
        checklist_parts.section_edit,
        name="section_edit",
    ),
    path(
        "<int:pk>/sections/<int:section>/move/",
        checklist_parts.section_move,
        name="section_move",
    ),
    path(
        "<int:pk>/sections/<int:section>/remove/",
        checklist_parts.section_remove,
        name="section_remove",
    ),
    path("<int:pk>/questions/new/", checklist_parts.question_add, name="question_add"),
    path(
        "<int:pk>/questions/<int:question>/",
        checklist_parts.question_edit,
        name="question_edit",
    ),
    path(
        "<int:pk>/questions/<int:question>/move/",
        checklist_parts.question_move,
        name="question_move",
    ),
    path(
        "<int:pk>/questions/<int:question>/remove/",
        checklist_parts.question_remove,
        name="question_remove",
    ),
]
