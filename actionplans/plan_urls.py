from django.urls import path

from actionplans.views import plan_papers, plan_parts, plans

app_name = "plans"
urlpatterns = [
    path("", plans.plan_list, name="plan_list"),
    path("missing/", plans.plan_coverage, name="plan_coverage"),
    path("add/", plans.plan_add, name="plan_add"),
    path("<uuid:pk>/", plans.plan_detail, name="plan_detail"),
    path("<uuid:pk>/edit/", plans.plan_edit, name="plan_edit"),
    path("<uuid:pk>/act/<slug:name>/", plans.plan_act, name="plan_act"),
    path("<uuid:pk>/evaluate/", plans.plan_evaluate, name="plan_evaluate"),
    path("<uuid:pk>/go-on/", plans.plan_go_on, name="plan_go_on"),
    path("<uuid:pk>/elsewhere/", plans.plan_elsewhere, name="plan_elsewhere"),
    path("<uuid:pk>/goals/add/", plan_parts.goal_add, name="goal_add"),
    path("<uuid:pk>/goals/carry/", plan_parts.goal_carry, name="goal_carry"),
    path("<uuid:pk>/goals/<int:goal>/", plan_parts.goal_edit, name="goal_edit"),
    path(
        "<uuid:pk>/goals/<int:goal>/remove/",
        plan_parts.goal_remove,
        name="goal_remove",
    ),
    path("<uuid:pk>/rows/add/", plan_parts.row_add, name="row_add"),
    path("<uuid:pk>/rows/move/", plan_parts.row_move, name="row_move"),
    path("<uuid:pk>/rows/carry-over/", plan_parts.carry_over, name="carry_over"),
    path("<uuid:pk>/review/", plan_parts.plan_review, name="plan_review"),
    path("<uuid:pk>/paper/", plan_papers.paper, name="paper"),
    path("<uuid:pk>/document/", plan_papers.document, name="document"),
    path("<uuid:pk>/document/file/", plan_papers.document_file, name="document_file"),
    path("<uuid:pk>/sheet/", plan_papers.sheet, name="sheet"),
]
