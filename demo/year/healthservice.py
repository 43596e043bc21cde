"""What workplaces have ordered from the occupational health service, and what came of it."""

import random
from datetime import date, timedelta

from healthservice.models import (
    HealthServiceOrder,
    OrderTransition,
    ServiceKind,
    Supplier,
)
from healthservice.shipped import load_kinds

_PER_YEAR = 60
# (topic, for whom, aim, weight)
_AIMS = [
    ("crisis", "group", "Samtal efter en hotfull händelse", 5),
    ("crisis", "workplace", "Stöd till arbetslaget efter ett dödsfall", 1),
    ("stress", "individual", "Tidigt samtalsstöd vid hög arbetsbelastning", 6),
    ("ergonomics", "workplace", "Genomgång av arbetsställningar vid förflyttning", 5),
    ("ergonomics", "individual", "Anpassa arbetsplats vid skärm", 5),
    ("rehabilitation", "individual", "Bedömning inför återgång i arbete", 6),
    ("measurement", "workplace", "Mätning av ljudnivå i matsalen", 3),
    ("measurement", "workplace", "Mätning av luftkvalitet", 2),
    ("training", "group", "Utbildning i samtal om arbetsbelastning", 3),
    ("other", "group", "Handledning i arbetslaget", 2),
]
_EFFECTS = {
    "yes": "Åtgärderna är införda och arbetslaget märker skillnad.",
    "partly": "En del är infört, resten väntar på medel.",
    "no": "Ingen skillnad ännu.",
}


def work(municipality, staff, *, until):
    load_kinds()
    suppliers = _suppliers(until)
    kinds = {kind.topic: kind for kind in ServiceKind.objects.all()}
    chance = random.Random("health service")
    workplaces = list(municipality.workplaces)
    first = date(until.year - 1, 1, 1)
    span = (until - first).days
    orders = [
        _order(chance, workplaces, staff, kinds, suppliers[0], first, span, until)
        for _each in range(_PER_YEAR * span // 365)
    ]
    HealthServiceOrder.objects.bulk_create(orders)
    OrderTransition.objects.bulk_create(
        OrderTransition(
            order=order,
            from_status=HealthServiceOrder.Status.ORDERED,
            to_status=order.status,
            by=order.ordered_by,
        )
        for order in orders
    )


def _suppliers(until):
    """One whose agreement holds, and the one before."""
    return [
        Supplier.objects.create(
            name="Arbetshälsan Exempel AB",
            phone="010-000 00 00",
            email="bestallning@example.org",
            agreement="2024-117",
            agreed_from=date(2024, 1, 1),
            agreed_until=date(until.year + 1, 12, 31),
            note="Krisstöd inom två timmar, övrigt inom fem arbetsdagar.",
        ),
        Supplier.objects.create(
            name="Exempelvården",
            agreed_from=date(2019, 1, 1),
            agreed_until=date(2023, 12, 31),
        ),
    ]


def _order(chance, workplaces, staff, kinds, supplier, first, span, until):
    unit = chance.choice(workplaces).unit
    topic, about, aim, _weight = chance.choices(
        _AIMS, weights=[weight for *_what, weight in _AIMS]
    )[0]
    ordered_on = first + timedelta(chance.randrange(span))
    return HealthServiceOrder(
        unit=unit,
        service=kinds[topic],
        about=about,
        aim=aim,
        supplier=supplier,
        cost=chance.randrange(4, 60) * 500,
        ordered_on=ordered_on,
        ordered_by=staff.managers[unit.pk],
        **_state(chance, ordered_on, until),
    )


def _state(chance, ordered_on, until):
    """Delivered after some weeks, and followed up some months later."""
    delivered_on = ordered_on + timedelta(chance.randrange(3, 40))
    if delivered_on > until:
        return {"status": chance.choice(["ordered", "under_way"])}
    if delivered_on + timedelta(60) > until or chance.random() < 0.1:
        return {"status": "delivered", "delivered_on": delivered_on}
    helped = chance.choices([*_EFFECTS], weights=[6, 3, 1])[0]
    return {
        "status": "followed_up",
        "delivered_on": delivered_on,
        "helped": helped,
        "effect": _EFFECTS[helped],
    }
