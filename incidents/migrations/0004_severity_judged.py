from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("incidents", "0003_history_imports")]

    operations = [
        migrations.AlterField(
            model_name="incidenttransition",
            name="event",
            field=models.CharField(
                blank=True,
                choices=[
                    ("severity_judged", "Severity judged"),
                    ("raised", "Raised to the level above"),
                    ("proposed", "A new responsible was proposed"),
                    ("notice_sent", "Authority notified"),
                    ("notice_answered", "The authority got in touch"),
                    ("notice_waived", "Notice found not to be needed"),
                    ("notice_arose_again", "Notice called for again"),
                ],
                max_length=30,
            ),
        ),
    ]
