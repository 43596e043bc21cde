from django.db import migrations

_LEVELS = [
    ("low", "Low", "success", False, None),
    ("medium", "Medium", "warning", False, 180),
    ("high", "High", "danger", True, 30),
]


def _level_of(likelihood, consequence):
    product = likelihood * consequence
    if product >= 10:
        return "high"
    return "medium" if product >= 5 else "low"


def ship_matrix(apps, schema_editor):
    """The first matrix, by which everything is weighed until HR decides on another."""
    RiskMatrix = apps.get_model("actionplans", "RiskMatrix")
    if RiskMatrix.objects.exists():
        # The way back from here leaves it, and the risks that were weighed by it.
        return
    RiskMatrix.objects.create(
        version=1,
        likelihoods=["Very unlikely", "Unlikely", "Possible", "Likely", "Very likely"],
        consequences=[
            "Negligible",
            "Minor trouble",
            "Short sick leave",
            "Long sick leave",
            "Lasting harm or death",
        ],
        levels=[
            {
                "code": code,
                "label": label,
                "tone": tone,
                "is_serious": is_serious,
                "within_days": within_days,
                "must_raise": False,
            }
            for code, label, tone, is_serious, within_days in _LEVELS
        ],
        cells=[
            [_level_of(likelihood, consequence) for consequence in range(1, 6)]
            for likelihood in range(1, 6)
        ],
    )


class Migration(migrations.Migration):
    dependencies = [("actionplans", "0001_initial")]

    operations = [migrations.RunPython(ship_matrix, migrations.RunPython.noop)]
