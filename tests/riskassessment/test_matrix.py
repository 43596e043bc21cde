"""The municipality's own matrix."""

import pytest
from django.db import IntegrityError
from django.urls import reverse

from actionplans.models import RiskMatrix
from actionplans.models.matrix import SHIPPED
from riskassessment.models import Risk
from sam.workflow import Stale

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("municipality")]

URL = reverse("riskassessment:matrix")


@pytest.fixture
def typed():
    """A matrix of three steps and three levels, as a form sends it."""
    data = {"reason": "Decided by the safety committee", "version": 1}
    for axis in ["likelihood", "consequence"]:
        for number in range(1, 6):
            data[f"{axis}_{number}"] = f"{axis} {number}" if number <= 3 else ""
    for number, label in enumerate(["Mild", "Bad", "Hög"], start=1):
        data |= {
            f"level_{number}_label": label,
            f"level_{number}_tone": "danger",
            f"level_{number}_within_days": 30 * (4 - number),
        }
    data["level_3_is_serious"] = "on"
    for likelihood in range(1, 4):
        for consequence in range(1, 4):
            worst = max(likelihood, consequence)
            data[f"cell_{likelihood}_{consequence}"] = worst
    return data


def test_shipped_matrix_is_what_the_words_are_translated_from():
    matrix = RiskMatrix.objects.get()

    for name, value in SHIPPED.items():
        assert getattr(matrix, name) == value


def test_weight_orders_by_level_and_then_by_product():
    matrix = RiskMatrix.objects.current()
    weights = [
        matrix.weight_of(*cell) for cell in [(1, 1), (1, 4), (1, 5), (3, 3), (2, 5)]
    ]

    assert weights == sorted(weights)
    assert matrix.weight_of(5, 5) == 1_100


def test_risks_of_a_smaller_matrix_are_ordered_among_the_others(typed, hr, school):
    old = Risk.objects.bring_up(
        unit=school, by=hr, description="Old", likelihood=2, consequence=2
    )
    RiskMatrix.objects.replace(
        by=hr,
        seen=1,
        likelihoods=["Seldom", "Often"],
        consequences=["Mild", "Grave"],
        levels=SHIPPED["levels"],
        cells=[["low", "medium"], ["medium", "high"]],
    )
    new = Risk.objects.bring_up(
        unit=school, by=hr, description="New", likelihood=2, consequence=2
    )

    assert (old.level.code, new.level.code) == ("low", "high")
    assert list(Risk.objects.all()) == [new, old]


def test_hr_changes_the_matrix_and_ratings_keep_the_old_one(typed, hr, school, as_user):
    risk = Risk.objects.bring_up(
        unit=school, by=hr, description="A fall", likelihood=5, consequence=5
    )

    response = as_user(hr).post(URL, typed)

    matrix = RiskMatrix.objects.current()
    assert response.url == URL
    assert (matrix.version, matrix.likelihoods[0]) == (2, "likelihood 1")
    assert matrix.level_of(3, 1).label == "Hög"
    risk.refresh_from_db()
    assert (risk.matrix.version, risk.level.code) == (1, "high")


def test_level_that_keeps_its_name_keeps_its_code(typed, hr, as_user):
    as_user(hr).post(URL, typed)

    codes = [level["code"] for level in RiskMatrix.objects.current().levels]
    assert codes == ["level-2-1", "level-2-2", "high"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"likelihood_2": ""}, "likelihood_1"),
        ({"consequence_2": "", "consequence_3": ""}, "consequence_1"),
        ({"consequence_2": "consequence 1"}, "consequence_1"),
        ({"level_2_label": ""}, "level_1_label"),
        ({"cell_2_2": ""}, "cell_2_2"),
        ({"cell_3_3": "4"}, "cell_3_3"),
        ({"cell_3_3": "1"}, "cell_3_3"),
        ({"reason": ""}, "reason"),
        ({"level_1_within_days": "0"}, "level_1_within_days"),
    ],
)
def test_what_makes_no_matrix_is_refused_and_stays_typed(
    typed, hr, as_user, change, field
):
    response = as_user(hr).post(URL, typed | change)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert response.context["form"]["likelihood_1"].value() == "likelihood 1"
    assert RiskMatrix.objects.count() == 1


def test_second_of_two_sees_that_it_has_changed(typed, hr, as_user, parse):
    as_user(hr).post(URL, typed)

    response = as_user(hr).post(URL, typed | {"likelihood_1": "Mine"})

    page = parse(response)
    assert response.status_code == 422
    assert page.select_one("[name=likelihood_1]")["value"] == "Mine"
    assert page.select_one("[name=version]")["value"] == "2"
    assert RiskMatrix.objects.count() == 2


def test_replaced_once_however_many_saw_it(hr):
    same = {name: SHIPPED[name] for name in SHIPPED}
    RiskMatrix.objects.replace(by=hr, seen=1, **same)

    with pytest.raises(Stale):
        RiskMatrix.objects.replace(by=hr, seen=1, **same)


def test_database_has_one_matrix_in_use():
    with pytest.raises(IntegrityError, match="matrix_one_current"):
        RiskMatrix.objects.create(version=9, **SHIPPED)


def test_others_read_it_and_change_nothing(typed, head_teacher, as_user, parse):
    client = as_user(head_teacher)

    assert not parse(client.get(URL)).select("form[method=post] [name=reason]")
    assert client.post(URL, typed).status_code == 403
