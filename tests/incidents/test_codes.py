import pytest
from django.core.management import call_command
from django.utils import translation

from incidents.models import Cause

pytestmark = pytest.mark.django_db


def test_causes_are_loaded_once_however_often(capsys):
    call_command("load_codes")
    call_command("load_codes")

    codes = list(Cause.objects.values_list("code", flat=True))
    assert codes == ["10", "20", "30", "40", "50", "60", "70", "80", "90", "99"]
    assert all(cause.label_sv and cause.label_en for cause in Cause.objects.all())


def test_code_that_is_dropped_stays_but_is_not_offered():
    Cause.objects.create(code="55", label_sv="Gammal", label_en="Old")

    call_command("load_codes", stdout=None)

    assert not Cause.objects.get(code="55").is_offered
    assert Cause.objects.filter(is_offered=True).count() == 10


@pytest.mark.parametrize(("language", "label"), [("sv", "Annat"), ("en", "Other")])
def test_cause_is_told_in_the_language_of_the_reader(language, label):
    cause = Cause(code="90", label_sv="Annat", label_en="Other")

    with translation.override(language):
        assert str(cause) == label
