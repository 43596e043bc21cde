from django.urls import path

from reorganisation.views import imports, reorganisations, tree

app_name = "reorganisation"
urlpatterns = [
    path("tree/", tree.tree, name="tree"),
    path("tree/without-manager/", tree.vacancies, name="vacancies"),
    path("tree/people/", tree.people_options, name="people_options"),
    path("tree/<uuid:pk>/", tree.unit, name="unit"),
    path("tree/<uuid:pk>/appoint/", tree.appoint, name="appoint"),
    path("tree/roles/<int:pk>/end/", tree.dismiss, name="dismiss"),
    path(
        "tree/<uuid:pk>/<slug:kind>/", reorganisations.unit_change, name="unit_change"
    ),
    path("changes/", reorganisations.change_list, name="list"),
    path("changes/new/", reorganisations.change_add, name="add"),
    path("changes/<uuid:pk>/", reorganisations.detail, name="detail"),
    path("changes/<uuid:pk>/edit/", reorganisations.change_edit, name="edit"),
    path("changes/<uuid:pk>/moved/", reorganisations.moved, name="moved"),
    path(
        "changes/<uuid:pk>/steps/<slug:kind>/",
        reorganisations.step_add,
        name="step_add",
    ),
    path(
        "changes/<uuid:pk>/steps/<int:step_pk>/remove/",
        reorganisations.step_remove,
        name="step_remove",
    ),
    path(
        "changes/<uuid:pk>/steps/<int:step_pk>/choices/",
        reorganisations.step_choices,
        name="step_choices",
    ),
    path(
        "changes/<uuid:pk>/steps/<int:step_pk>/choices/<slug:kind>/",
        reorganisations.step_rows,
        name="step_rows",
    ),
    path("changes/<uuid:pk>/<slug:name>/", reorganisations.act, name="act"),
    path("import/", imports.import_list, name="import_list"),
    path("import/<uuid:pk>/", imports.import_detail, name="import"),
    path("import/<uuid:pk>/columns/", imports.import_columns, name="import_columns"),
    path(
        "import/<uuid:pk>/differences/",
        imports.import_differences,
        name="import_differences",
    ),
    path(
        "import/<uuid:pk>/differences/file/",
        imports.import_differences_file,
        name="import_differences_file",
    ),
    path("import/<uuid:pk>/refused/", imports.import_refused, name="import_refused"),
    path("import/<uuid:pk>/<slug:name>/", imports.import_act, name="import_act"),
]
