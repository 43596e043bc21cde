from healthservice.models import HealthServiceOrder, ServiceKind, Supplier
from healthservice.shipped import load_kinds


def order_of(unit, by, **what):
    load_kinds()
    said = {
        "service": ServiceKind.objects.get(topic="crisis"),
        "about": "group",
        "aim": "Support after a threat",
    }
    return HealthServiceOrder.objects.place(unit=unit, by=by, **said | what)


def addresses(people, school):
    """An order of the school, and one each of HR's lists."""
    order = order_of(school, people["manager"])
    supplier = Supplier.objects.create(
        name="Health at work AB", agreed_from="2020-01-01"
    )
    return {
        **{f"healthservice:order{each}": [order.pk] for each in ["", "_edit", "_act"]},
        "healthservice:kind_edit": [order.service_id],
        "healthservice:supplier_edit": [supplier.pk],
    }
