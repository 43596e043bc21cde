from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisation", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="municipality",
            name="country",
            field=models.CharField(
                choices=[("SE", "Sweden"), ("NO", "Norway"), ("DK", "Denmark")],
                default="SE",
                max_length=2,
                verbose_name="country",
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="gets_digest",
            field=models.BooleanField(
                default=False,
                verbose_name="one e-mail a day instead of one for each event",
            ),
        ),
    ]
