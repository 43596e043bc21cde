import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0006_submitted_and_told")]

    operations = [
        migrations.AlterModelOptions(
            name="figureimport",
            options={
                "ordering": ["-at", "-pk"],
                "verbose_name": "import of figures",
                "verbose_name_plural": "imports of figures",
            },
        ),
        migrations.AddField(
            model_name="metric",
            name="version",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="figureimport",
            name="at",
            field=models.DateTimeField(
                default=django.utils.timezone.now, verbose_name="imported"
            ),
        ),
        migrations.AlterField(
            model_name="figureimport",
            name="status",
            field=models.CharField(
                choices=[
                    ("waiting", "Its columns are to be named"),
                    ("checked", "Checked, not yet taken in"),
                    ("done", "Taken in"),
                    ("taken_back", "Taken back"),
                ],
                default="done",
                max_length=10,
                verbose_name="status",
            ),
        ),
    ]
