from django.urls import path

from governing.views import (
    additions,
    control,
    documents,
    drafts,
    lists,
    papers,
    reading,
)

app_name = "governing"
_ONE = "<uuid:pk>/"
_VERSION = f"{_ONE}<int:number>/"
_TEXT = f"{_ONE}draft/<slug:code>/"
_ADDITION = f"{_ONE}additions/<uuid:addition>/"
urlpatterns = [
    path("", lists.document_list, name="document_list"),
    path("matrix/", lists.matrix, name="matrix"),
    path("options/", lists.document_options, name="document_options"),
    path("owners/", lists.owner_options, name="owner_options"),
    path("new/", documents.document_add, name="document_add"),
    path("versions/<uuid:pk>/", documents.version_by_key, name="version_by_key"),
    path("versions/<uuid:pk>/decisions/new/", documents.ruling_add, name="ruling_add"),
    path("control/", control.overview, name="control"),
    path("control/<uuid:pk>/review/", control.review_add, name="review_add"),
    path("control/<uuid:pk>/document/", control.document, name="control_document"),
    path("control/<uuid:pk>/file/", control.document_file, name="control_file"),
    path("gone-through/<uuid:pk>/", reading.gone_through, name="gone_through"),
    path(
        "gone-through/<uuid:pk>/withdraw/",
        reading.gone_through_withdraw,
        name="gone_through_withdraw",
    ),
    path("gone-through/<uuid:pk>/measure/", reading.measure_add, name="measure_add"),
    path(_ONE, documents.document_detail, name="document_detail"),
    path(f"{_ONE}edit/", documents.document_edit, name="document_edit"),
    path(f"{_ONE}withdraw/", documents.document_withdraw, name="document_withdraw"),
    path(f"{_ONE}anew/", documents.version_add, name="version_add"),
    path(f"{_ONE}confirm/", reading.confirm, name="confirm"),
    path(f"{_ONE}readers/", reading.readers, name="readers"),
    path(f"{_ONE}go-through/", reading.go_through, name="go_through"),
    path(f"{_ONE}draft/", drafts.text_add, name="text_add"),
    path(f"{_ONE}decide/", drafts.decide, name="decide"),
    path(f"{_ONE}discard/", drafts.discard, name="discard"),
    path(_TEXT, drafts.text_edit, name="text_edit"),
    path(f"{_TEXT}remove/", drafts.text_remove, name="text_remove"),
    path(f"{_ONE}additions/", additions.addition_add, name="addition_add"),
    path(_ADDITION, additions.addition_edit, name="addition_edit"),
    path(f"{_ADDITION}remove/", additions.addition_remove, name="addition_remove"),
    path(_VERSION, documents.version, name="version"),
    path(f"{_VERSION}document/", papers.document, name="document"),
    path(f"{_VERSION}document/file/", papers.document_file, name="document_file"),
    path(f"{_VERSION}files/<slug:code>/", documents.version_file, name="version_file"),
]
