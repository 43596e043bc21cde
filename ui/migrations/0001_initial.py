from django.db import migrations, models

from sam.migrating import WholeRoom


class Migration(WholeRoom):

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='SentForm',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('led_to', models.CharField(max_length=2000)),
                ('at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'indexes': [models.Index(fields=['at'], name='sentform_by_age')],
            },
        ),
    ]
