from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0005_chosen_columns"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(
                fields=["kind", "-reported_at", "-id"], name="incident_kind_newest"
            ),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(
                fields=["-reported_at", "-id"],
                name="incident_open_newest",
                condition=~Q(status="closed"),
            ),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(
                fields=["-occurred_on", "-id"],
                include=[
                    "kind",
                    "is_violence",
                    "severity",
                    "unit",
                    "cause",
                    "manager_part",
                    "barred",
                    "reported_by",
                    "employed_unit",
                ],
                name="incident_by_day",
            ),
        ),
        migrations.AddIndex(
            model_name="details",
            index=models.Index(
                fields=["incident"],
                include=["body_part", "injury_type", "absence"],
                name="details_counted",
            ),
        ),
    ]
