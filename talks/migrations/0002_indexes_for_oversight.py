from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('talks', '0001_initial'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='earlyreading',
            index=models.Index(fields=['-at', '-id'], name='early_reading_of_all'),
        ),
        migrations.AddIndex(
            model_name='earlyreading',
            index=models.Index(fields=['by', '-at', '-id'], name='early_reading_by_newest'),
        ),
    ]
