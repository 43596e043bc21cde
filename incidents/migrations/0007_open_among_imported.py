from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("incidents", "0006_list_indexes")]

    operations = [
        migrations.AddField(
            model_name="historyimport",
            name="open",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
