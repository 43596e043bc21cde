import django.db.models.deletion
import django.utils.timezone
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
            name='Message',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recipient', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='messages', to=settings.AUTH_USER_MODEL)),
                ('address', models.EmailField(blank=True, max_length=254)),
                ('subject', models.CharField(max_length=200)),
                ('body', models.TextField()),
                ('html', models.TextField(blank=True)),
                ('unsubscribe_path', models.CharField(blank=True, max_length=300)),
                ('path', models.CharField(blank=True, max_length=500)),
                ('about', models.CharField(max_length=100)),
                ('status', models.CharField(choices=[('waiting', 'Waiting'), ('sent', 'Sent'), ('failed', 'Failed'), ('for_digest', 'Waits for the daily e-mail'), ('digested', 'In a daily e-mail')], default='waiting', max_length=20)),
                ('digest', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='digested', to='mailing.message')),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('problem', models.CharField(blank=True, choices=[('address', 'The mail server does not accept the address.'), ('login', "The mail server does not accept the program's log-in."), ('unreachable', 'The mail server cannot be reached.'), ('refused', 'The mail server refused the e-mail.')], max_length=20)),
                ('error', models.TextField(blank=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['created_at'],
                'indexes': [models.Index(condition=models.Q(('status', 'waiting')), fields=['due_at'], name='message_waiting'), models.Index(condition=models.Q(('status', 'for_digest')), fields=['recipient'], name='message_for_digest'), models.Index(condition=models.Q(('address', ''), _negated=True), fields=['address'], name='message_address'), models.Index(fields=['-created_at', '-id'], name='message_newest'), models.Index(fields=['status', '-created_at', '-id'], name='message_of_status')],
                'constraints': [models.UniqueConstraint(fields=('about', 'recipient'), name='message_told_once'), models.UniqueConstraint(condition=models.Q(('address', ''), _negated=True), fields=('about', 'address'), name='message_told_address_once'), models.CheckConstraint(condition=models.Q(models.Q(('address', ''), ('recipient__isnull', False)), models.Q(('recipient', None), models.Q(('address', ''), _negated=True)), _connector='OR'), name='message_has_one_recipient')],
            },
        ),
    ]
