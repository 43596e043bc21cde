from django.urls import path

from allocation.views import allocations, holding, lists, spans

app_name = "allocation"
urlpatterns = [
    path("", allocations.allocation_list, name="allocation_list"),
    path("new/", allocations.allocation_add, name="allocation_add"),
    path("new/people/", allocations.people_options, name="people_options"),
    path("new/committee/", allocations.to_committee_add, name="to_committee_add"),
    path("new/all/", allocations.prepare_all, name="prepare_all"),
    path("sign/", allocations.sign_all, name="sign_all"),
    path("gaps/", holding.gap_list, name="gap_list"),
    path("tasks/", lists.task_list, name="task_list"),
    path("tasks/begin/", lists.load, name="load"),
    path("tasks/new/", lists.task_form, name="task_add"),
    path("tasks/<uuid:pk>/", lists.task_form, name="task_edit"),
    path("tasks/<uuid:pk>/withdraw/", lists.task_withdraw, name="task_withdraw"),
    path("kinds/new/", lists.kind_form, name="kind_add"),
    path("kinds/<int:pk>/", lists.kind_form, name="kind_edit"),
    path("span/", spans.span, name="span"),
    path("span/limit/", spans.span_limit, name="span_limit"),
    path("span/<uuid:unit>/measure/", spans.span_measure, name="span_measure"),
    path("who/", holding.my_unit, name="my_unit"),
    path("who/<uuid:unit>/", holding.unit_roles, name="unit_roles"),
    path("who/<uuid:unit>/name/", holding.assign, name="assign"),
    path("who/end/<int:pk>/", holding.assignment_end, name="assignment_end"),
    path("units/<uuid:unit>/", holding.holders, name="holders"),
    path("<uuid:pk>/", allocations.allocation_detail, name="allocation_detail"),
    path("<uuid:pk>/edit/", allocations.allocation_edit, name="allocation_edit"),
    path("<uuid:pk>/paper/", allocations.allocation_paper, name="allocation_paper"),
    path(
        "<uuid:pk>/document/",
        allocations.allocation_document,
        name="allocation_document",
    ),
    path("<uuid:pk>/<slug:name>/", allocations.allocation_act, name="allocation_act"),
]
