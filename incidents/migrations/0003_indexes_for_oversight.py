from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('incidents', '0002_export_reference'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='emergencyaccess',
            index=models.Index(fields=['-opened_at', '-id'], name='emergency_access_newest'),
        ),
        migrations.AddIndex(
            model_name='reading',
            index=models.Index(fields=['-at', '-id'], name='reading_newest'),
        ),
        migrations.AddIndex(
            model_name='reading',
            index=models.Index(fields=['by', '-at', '-id'], name='reading_by_newest'),
        ),
    ]
