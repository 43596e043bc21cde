from annualcycle.models import AuthorityInspection
from sam.dates import today


def addresses(people, school):
    inspection = AuthorityInspection.objects.register(
        unit=school, by=people["manager"], held_on=today(), subject="Noise"
    )
    names = ["inspection_detail", "inspection_edit", "inspection_act", "measure_add"]
    return {f"annualcycle:{name}": [inspection.pk] for name in names}
