from django.db import migrations, models

from sam.migrating import WholeRoom


class Migration(WholeRoom):

    dependencies = []

    operations = [
        migrations.CreateModel(
            name='Backup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, unique=True)),
                ('made_at', models.DateTimeField(verbose_name='made')),
                ('size', models.PositiveBigIntegerField(verbose_name='size in bytes')),
                ('files', models.PositiveIntegerField(verbose_name='files')),
                ('missing_files', models.PositiveIntegerField(default=0, verbose_name='missing files')),
                ('is_encrypted', models.BooleanField(default=False, verbose_name='encrypted')),
                ('verified_at', models.DateTimeField(blank=True, null=True, verbose_name='checked')),
            ],
            options={
                'verbose_name': 'backup',
                'verbose_name_plural': 'backups',
                'ordering': ['-made_at'],
                'get_latest_by': 'made_at',
            },
        ),
    ]
