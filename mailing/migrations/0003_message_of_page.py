from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('mailing', '0002_bounced'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['path'], name='message_of_page', opclasses=['varchar_pattern_ops']),
        ),
    ]
