import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

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
    """The matrix by which everything was weighed before it could be chosen."""
    RiskMatrix = apps.get_model("actionplans", "RiskMatrix")
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
    dependencies = [
        ("actionplans", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RiskMatrix",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField(unique=True, verbose_name="version")),
                ("likelihoods", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), size=None)),
                ("consequences", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), size=None)),
                ("levels", models.JSONField(verbose_name="levels")),
                ("cells", django.contrib.postgres.fields.ArrayField(base_field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None), size=None)),
                ("is_current", models.BooleanField(default=True, verbose_name="in use")),
                ("decided_at", models.DateTimeField(auto_now_add=True)),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="why it was changed")),
                ("decided_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "risk matrix",
                "verbose_name_plural": "risk matrices",
                "ordering": ["-version"],
                "constraints": [models.UniqueConstraint(condition=models.Q(("is_current", True)), fields=("is_current",), name="matrix_one_current")],
            },
        ),
        migrations.RunPython(ship_matrix, migrations.RunPython.noop),
    ]
