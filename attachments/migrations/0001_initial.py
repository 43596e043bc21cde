import attachments.models
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from sam.migrating import WholeRoom


class Migration(WholeRoom):

    dependencies = [
        ('organisation', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('file', models.FileField(upload_to=attachments.models._path)),
                ('thumbnail', models.FileField(blank=True, upload_to=attachments.models._thumbnail_path)),
                ('name', models.CharField(blank=True, max_length=150, verbose_name='name')),
                ('content_type', models.CharField(max_length=100)),
                ('size', models.PositiveBigIntegerField(verbose_name='size in bytes')),
                ('added_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('added_at', models.DateTimeField(auto_now_add=True)),
                ('waits_for', models.CharField(blank=True, editable=False, max_length=64)),
            ],
            options={
                'ordering': ['added_at', 'pk'],
                'indexes': [models.Index(condition=models.Q(('waits_for', ''), _negated=True), fields=['waits_for', 'added_at'], name='attachment_waiting')],
            },
        ),
    ]
