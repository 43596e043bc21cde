from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from healthservice.models import HealthServiceOrder, ServiceKind, Supplier
from healthservice.shipped import load_kinds
from organisation import history
from reports import counting
from sam.dates import today
from sam.workflow import InvalidTransition
from tests.factories import FOUNDED, CommitteeFactory, MeasureFactory
from tests.healthservice.world import order_of

pytestmark = pytest.mark.usefixtures("in_english")

LIST = reverse("healthservice:order_list")
NEW = reverse("healthservice:order_add")
SUMS = reverse("healthservice:sums")


def page_of(order, name="order", *args):
    return reverse(f"healthservice:{name}", args=[order.pk, *args])


@pytest.fixture
def crisis(db):
    load_kinds()
    return ServiceKind.objects.get(topic="crisis")


def typed(unit, service, **what):
    return {
        "unit": unit.pk,
        "service": service.pk,
        "about": "group",
        "aim": "Support after a threat",
        "ordered_on": str(today()),
    } | what


def test_manager_registers_an_order_that_carries_out_a_measure(
    as_user, head_teacher, school, crisis
):
    measure = MeasureFactory(plan__unit=school, unit=school)
    supplier = Supplier.objects.create(name="Health at work AB")
    form = typed(school, crisis, measure=measure.pk, supplier=supplier.pk, cost="12000")

    response = as_user(head_teacher).post(NEW, form)

    order = HealthServiceOrder.objects.get()
    assert response.url == order.get_absolute_url()
    assert (order.measure, order.cost, order.status) == (measure, 12000, "ordered")
    page = as_user(head_teacher).get(response.url).content.decode()
    assert measure.activity in page


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"aim": ""}, "This field is required."),
        ({"ordered_on": str(today() + timedelta(1))}, "The day has not come yet."),
        ({"cost": "-1"}, "Ensure this value is greater than or equal to 0."),
        ({"about": "her"}, "Select a valid choice."),
    ],
)
def test_what_makes_no_sense_is_refused_and_kept(
    as_user, head_teacher, school, crisis, parse, wrong, message
):
    response = as_user(head_teacher).post(NEW, typed(school, crisis) | wrong)

    assert response.status_code == 422
    assert message in response.content.decode()
    assert not HealthServiceOrder.objects.exists()


def test_manager_orders_nothing_for_another_workplace(
    as_user, head_teacher, other_school, crisis
):
    response = as_user(head_teacher).post(NEW, typed(other_school, crisis))

    assert response.status_code == 422


def test_an_order_goes_from_ordered_to_followed_up(as_user, head_teacher, school):
    order = order_of(school, head_teacher)
    client = as_user(head_teacher)

    client.post(page_of(order, "order_act", "begin"))
    client.post(page_of(order, "order_act", "deliver"), {"delivered_on": str(today())})
    said = {"helped": "partly", "effect": "Calmer"}
    client.post(page_of(order, "order_act", "follow-up"), said)

    order.refresh_from_db()
    assert (order.status, order.helped, order.delivered_on) == (
        "followed_up",
        "partly",
        today(),
    )
    words = [str(move.words) for move in order.transitions.all()]
    assert words == ["Ordered", "Under way", "Delivered", "Followed up"]


def test_an_order_is_not_followed_up_before_it_is_delivered(head_teacher, school):
    order = order_of(school, head_teacher)

    with pytest.raises(InvalidTransition):
        order.follow_up(by=head_teacher, helped="yes")


def test_two_who_press_the_same_button_do_it_once(head_teacher, school):
    order = order_of(school, head_teacher)
    seen_before = HealthServiceOrder.objects.get(pk=order.pk)
    order.cancel(by=head_teacher)

    with pytest.raises(InvalidTransition):
        seen_before.begin(by=head_teacher)


def test_the_database_refuses_a_delivery_before_the_order(head_teacher, school):
    order = order_of(school, head_teacher)
    rows = HealthServiceOrder.objects.filter(pk=order.pk)

    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(status="delivered", delivered_on=today() - timedelta(1))


def test_an_order_for_one_person_is_seen_by_those_who_order_and_hr(
    as_user, head_teacher, safety_representative, hr, school, parse
):
    order = order_of(school, head_teacher, about="individual")
    of_group = order_of(school, head_teacher)

    assert as_user(safety_representative).get(page_of(of_group)).status_code == 200
    assert as_user(safety_representative).get(page_of(order)).status_code == 404
    assert as_user(hr).get(page_of(order)).status_code == 200
    rows = parse(as_user(safety_representative).get(LIST)).select("tbody tr")
    assert len(rows) == 1


def test_two_who_change_it_lose_nothing(as_user, head_teacher, hr, school):
    order = order_of(school, head_teacher)
    order.change(by=hr, version=0, aim="HR's words")
    form = typed(school, order.service, version="0", aim="My words")

    response = as_user(head_teacher).post(page_of(order, "order_edit"), form)

    assert response.status_code == 422
    order.refresh_from_db()
    assert order.aim == "HR's words"


@pytest.mark.parametrize(
    ("query", "number"),
    [({}, 2), ({"status": "ordered"}, 1), ({"q": "threat"}, 1), ({"year": "1900"}, 2)],
)
def test_list_is_narrowed(as_user, head_teacher, school, parse, query, number):
    order_of(school, head_teacher)
    order_of(school, head_teacher, aim="Chairs").cancel(by=head_teacher)

    rows = parse(as_user(head_teacher).get(LIST, query)).select("tbody tr")

    assert len(rows) == number


def test_list_costs_the_same_for_many(as_user, head_teacher, school, count_queries):
    order_of(school, head_teacher)
    client = as_user(head_teacher)
    one = count_queries(client, LIST)
    for _each in range(5):
        order_of(school, head_teacher)

    assert count_queries(client, LIST) == one <= 12


def test_sums_hide_few_and_what_they_could_be_computed_from(
    as_user, hr, head_teacher, school, parse, count_queries
):
    ergonomics = {"topic": "ergonomics"}
    load_kinds()
    chairs = ServiceKind.objects.get(**ergonomics)
    for _each in range(6):
        order_of(school, head_teacher, service=chairs, cost=100)
    for _each in range(5):
        order_of(school, head_teacher, cost=100)
    order_of(school, head_teacher, service=ServiceKind.objects.get(topic="stress"))

    page = parse(as_user(hr).get(SUMS))

    rows = {
        row.th.text: [cell.text for cell in row.select("td")]
        for row in page.select("table")[0].select("tbody tr")
    }
    hidden = {name for name, cells in rows.items() if cells[0] == "*"}
    assert len(hidden) == 2
    notes = [each.text for each in page.select("main p.detail")]
    assert [note[:17] for note in notes] == ["* is not shown: s"]
    assert rows["All"][0] == "12"
    assert rows[chairs.name] == ["6", "0", "600"]
    assert count_queries(as_user(hr), SUMS) <= 12


def test_sums_are_of_this_year_where_none_is_chosen(as_user, hr, parse):
    page = parse(as_user(hr).get(SUMS))

    assert page.select_one("#id_year option")["value"] == str(today().year)
    assert "* is not shown" not in page.text


def test_sums_come_as_a_text_for_spreadsheets(as_user, hr, head_teacher, school):
    service = ServiceKind.objects.create(name="=1+1", topic="other")
    for _each in range(5):
        order_of(school, head_teacher, service=service)

    text = as_user(hr).get(reverse("healthservice:sums_file")).content.decode()

    assert f"What;{today().year};{today().year - 1};Cost, kronor" in text
    assert "'=1+1;5;0;0" in text


def test_reports_count_orders_by_what_they_are_about(
    head_teacher, school, administration
):
    committee = CommitteeFactory()
    history.reorganise(administration, on=FOUNDED, committee=committee)
    order_of(school, head_teacher, ordered_on=date(2026, 5, 1))
    order_of(school, head_teacher, ordered_on=date(2025, 5, 1))
    order_of(school, head_teacher, ordered_on=date(2026, 5, 1)).cancel(by=head_teacher)
    period = DateRange(date(2026, 1, 1), date(2027, 1, 1))
    codes = [
        "health_service_orders", "health_service_crisis", "health_service_training",
    ]  # fmt: skip

    found = counting.counts([period], codes)

    numbers = found[committee.pk][0]
    assert [numbers[code, "", ""] for code in codes] == [1, 1, 0]


def test_kind_that_is_not_offered_stays_with_its_orders(
    as_user, hr, head_teacher, school, crisis, parse
):
    order = order_of(school, head_teacher)
    url = reverse("healthservice:kind_edit", args=[crisis.pk])

    as_user(hr).post(url, {"name": "Crisis", "topic": "crisis", "order": "1"})

    assert str(crisis.pk) not in [
        each["value"]
        for each in parse(as_user(head_teacher).get(NEW)).select("#id_service option")
    ]
    assert "Crisis" in as_user(head_teacher).get(page_of(order)).content.decode()


def test_supplier_whose_agreement_is_over_is_not_offered(
    as_user, hr, head_teacher, crisis, parse
):
    url = reverse("healthservice:supplier_add")
    over = str(today() - timedelta(1))
    wrong = as_user(hr).post(
        url, {"name": "Old AB", "agreed_from": str(today()), "agreed_until": over}
    )
    assert "The agreement ends before it begins." in wrong.content.decode()
    as_user(hr).post(url, {"name": "Old AB", "agreed_until": over})
    as_user(hr).post(url, {"name": "New AB"})

    options = parse(as_user(head_teacher).get(NEW)).select("#id_supplier option")

    assert [each.text for each in options if each["value"]] == ["New AB"]
