from django.urls import URLPattern, URLResolver, include, path

from reports.views import template_parts, templates

of_section = [
    path("", template_parts.section_detail, name="template_section"),
    path("edit/", template_parts.section_edit, name="template_section_edit"),
    path("place/", template_parts.section_place, name="template_section_place"),
    path(
        "shortcuts/<slug:name>/",
        template_parts.section_shortcut,
        name="template_shortcut",
    ),
    path("<slug:name>/add/", template_parts.part_add, name="template_part_add"),
]
of_part = [
    path("edit/", template_parts.part_edit, name="template_part_edit"),
    path("move/", template_parts.part_move, name="template_part_move"),
    path("remove/", template_parts.part_remove, name="template_part_remove"),
]
of_template: list[URLPattern | URLResolver] = [
    path("", templates.template_detail, name="template"),
    path("preview/", templates.template_preview, name="template_preview"),
    path("file/", templates.template_file, name="template_file"),
    path("version/", templates.template_version, name="template_version"),
    path("copy/", templates.template_copy, name="template_copy"),
    path("publish/", templates.template_publish, name="template_publish"),
    path("withdraw/", templates.template_withdraw, name="template_withdraw"),
    path("discard/", templates.template_discard, name="template_discard"),
    path("edit/", template_parts.template_edit, name="template_edit"),
    path("head/", template_parts.template_head, name="template_head"),
    path("number/", template_parts.template_number, name="template_number"),
    path("add/", template_parts.section_kinds, name="template_section_kinds"),
    path("add/<slug:kind>/", template_parts.section_add, name="template_section_add"),
    path("sections/<int:section>/", include(of_section)),
    path("parts/<slug:name>/<int:part>/", include(of_part)),
]
urlpatterns = [
    path("", templates.template_list, name="templates"),
    path("add/", templates.template_add, name="template_add"),
    path("upload/", templates.template_upload, name="template_upload"),
    path("<int:pk>/", include(of_template)),
]
