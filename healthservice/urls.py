from django.urls import path

from healthservice.views import orders, registers

app_name = "healthservice"
urlpatterns = [
    path("", orders.order_list, name="order_list"),
    path("new/", orders.order_add, name="order_add"),
    path("sums/", orders.order_sums, name="sums"),
    path("sums/file/", orders.sums_file, name="sums_file"),
    path("registers/", registers.register_list, name="registers"),
    path("registers/kinds/new/", registers.kind_add, name="kind_add"),
    path("registers/kinds/<int:pk>/", registers.kind_edit, name="kind_edit"),
    path("registers/suppliers/new/", registers.supplier_add, name="supplier_add"),
    path(
        "registers/suppliers/<int:pk>/", registers.supplier_edit, name="supplier_edit"
    ),
    path("<uuid:pk>/", orders.order, name="order"),
    path("<uuid:pk>/edit/", orders.order_edit, name="order_edit"),
    path("<uuid:pk>/<slug:name>/", orders.order_act, name="order_act"),
]
