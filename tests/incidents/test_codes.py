import json

import pytest
from django.core.management import call_command
from django.utils.translation import override

from incidents.codes import FOLDER, load_codes
from incidents.models import Code

pytestmark = pytest.mark.django_db


def _in_files():
    lists = [json.loads(path.read_text()) for path in FOLDER.glob("*.json")]
    return {(each["list"], row["code"]) for each in lists for row in each["codes"]}


def test_load_codes_loads_every_list(capsys):
    call_command("load_codes")

    codes = set(Code.objects.values_list("list", "code"))
    assert codes == _in_files()
    assert capsys.readouterr().out == f"{len(codes)} codes\n"


def test_load_codes_again_keeps_old_codes_without_offering_them():
    Code.objects.create(list="deviation", code="55", labels={"sv": "Gammal"})

    load_codes()

    assert not Code.objects.get(list="deviation", code="55").is_offered
    offered = Code.objects.filter(is_offered=True).values_list("list", "code")
    assert set(offered) == _in_files()


def test_load_codes_offers_again_what_came_back():
    load_codes()
    Code.objects.update(is_offered=False)

    load_codes()

    assert not Code.objects.filter(is_offered=False).exists()


def test_label_follows_the_language_and_falls_back_to_swedish():
    code = Code(list="deviation", code="90", labels={"sv": "Annat", "en": "Other"})

    with override("en"):
        assert str(code) == "Other"
    with override("de"):
        assert str(code) == "Annat"
