from django.urls import path

from privacy.views import home, oversight, own, register, requests, review

app_name = "privacy"
urlpatterns = [
    path("", home.home, name="home"),
    path("register/", register.register, name="register"),
    path("register/file/", register.register_file, name="register_file"),
    path("register/document/", register.register_order, name="register_order"),
    path("register/document/file/", register.register_pdf, name="register_pdf"),
    path("register/<slug:code>/", register.register_edit, name="register_edit"),
    path("requests/", requests.request_list, name="request_list"),
    path("requests/new/", requests.request_add, name="request_add"),
    path("requests/people/", requests.person_options, name="person_options"),
    path("requests/<uuid:pk>/", requests.request_detail, name="request"),
    path(
        "requests/<uuid:pk>/records/", requests.request_records, name="request_records"
    ),
    path("requests/<uuid:pk>/gather/", requests.request_gather, name="request_gather"),
    path("requests/<uuid:pk>/review/", review.review, name="review"),
    path("requests/<uuid:pk>/review/words/", review.review_words, name="review_words"),
    path("requests/<uuid:pk>/review/page/", review.review_page, name="review_page"),
    path(
        "requests/<uuid:pk>/document/",
        requests.request_document,
        name="request_document",
    ),
    path(
        "requests/<uuid:pk>/document/file/", requests.request_file, name="request_file"
    ),
    path("requests/<uuid:pk>/letter/", requests.request_letter, name="request_letter"),
    path("requests/<uuid:pk>/letter/file/", requests.letter_file, name="letter_file"),
    path("requests/<uuid:pk>/<slug:name>/", requests.request_act, name="request_act"),
    path("texts/<uuid:pk>/", review.passage, name="passage"),
    path("found/<int:pk>/withhold/", review.item_withhold, name="item_withhold"),
    path("found/<int:pk>/give/", review.item_give, name="item_give"),
    path("mine/", own.mine, name="mine"),
    path("mine/new/", own.own_add, name="own_add"),
    path("mine/<uuid:pk>/", own.own_request, name="own_request"),
    path("mine/<uuid:pk>/withdraw/", own.own_withdraw, name="own_withdraw"),
    path("mine/<uuid:pk>/document/", own.own_document, name="own_document"),
    path("mine/<uuid:pk>/document/file/", own.own_file, name="own_file"),
    path("readings/", oversight.reading_list, name="reading_list"),
    path("readings/people/", oversight.reader_options, name="reader_options"),
    path(
        "readings/<slug:code>/<str:pk>/ask/",
        oversight.reading_choose,
        name="reading_choose",
    ),
    path("findings/", oversight.finding_list, name="finding_list"),
    path("findings/month/<uuid:pk>/", oversight.month_review, name="month_review"),
    path("findings/<uuid:pk>/", oversight.finding, name="finding"),
    path("findings/<uuid:pk>/<slug:name>/", oversight.finding_act, name="finding_act"),
    path("asked/<uuid:pk>/", oversight.asked, name="asked"),
]
