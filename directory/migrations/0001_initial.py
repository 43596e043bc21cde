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
            name='AccountEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='account_events', to=settings.AUTH_USER_MODEL)),
                ('what', models.CharField(choices=[('left', 'Leaves'), ('came_back', 'Came back'), ('protected', 'Identity protected'), ('unprotected', 'Identity no longer protected'), ('factor_reset', 'Second factor reset')], max_length=20)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Given',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('appointment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='given_by_group', to='organisation.appointment')),
            ],
        ),
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(db_collation='swedish', max_length=200, unique=True, verbose_name='name')),
                ('external_id', models.CharField(blank=True, max_length=100)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('members', models.ManyToManyField(blank=True, related_name='directory_groups', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'group',
                'verbose_name_plural': 'groups',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Leaving',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='leavings', to=settings.AUTH_USER_MODEL)),
                ('on', models.DateField(verbose_name='first day without an account')),
                ('receiver', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who takes over')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('carried_out_at', models.DateTimeField(blank=True, null=True)),
                ('returned_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('returned_at', None)), fields=('person',), name='leaving_once_at_a_time', violation_error_message='It is said already that the person leaves.')],
            },
        ),
        migrations.CreateModel(
            name='Removal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='removal', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name='Token',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('is_dry_run', models.BooleanField(default=True, verbose_name='record only, change nothing')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('used_on', models.DateField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'token',
                'verbose_name_plural': 'tokens',
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='GroupRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roles', to='directory.group')),
                ('role', models.CharField(blank=True, choices=[('', 'Works in the unit'), ('manager', 'Manager'), ('substitute', 'Substitute manager'), ('safety_representative', 'Safety representative'), ('head', 'Head of administration'), ('hr', 'HR'), ('reader', 'Reader of reports'), ('administrator', 'Administrator'), ('archivist', 'Archivist'), ('data_protection_officer', 'Data protection officer')], max_length=30, verbose_name='role')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.unit', verbose_name='unit')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('group', 'role', 'unit'), name='group_role_once', violation_error_message='The group means that already.'), models.UniqueConstraint(condition=models.Q(('role', '')), fields=('group',), name='group_employs_in_one_unit', violation_error_message='The group says already where its members work.')],
            },
        ),
        migrations.CreateModel(
            name='HandedOver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('leaving', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handed_over', to='directory.leaving')),
                ('kind', models.CharField(max_length=30)),
                ('object_id', models.CharField(max_length=40)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.unit')),
                ('to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('taken_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('leaving', 'kind', 'object_id'), name='handed_over_once')],
            },
        ),
        migrations.CreateModel(
            name='Run',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('token', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='runs', to='directory.token')),
                ('is_dry_run', models.BooleanField()),
                ('began_at', models.DateTimeField(auto_now_add=True)),
                ('last_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name': 'run of the directory',
                'verbose_name_plural': 'runs of the directory',
                'ordering': ['-began_at', '-pk'],
                'indexes': [models.Index(fields=['-began_at', '-id'], name='run_newest')],
            },
        ),
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calls', to='directory.run')),
                ('did', models.CharField(choices=[('created', 'Created'), ('changed', 'Changed'), ('nothing', 'No difference'), ('left', 'Leaves'), ('came_back', 'Came back'), ('deleted', 'Removed'), ('refused', 'Refused')], max_length=20)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('group', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.group')),
                ('label', models.CharField(blank=True, max_length=200)),
                ('changes', models.JSONField(default=list)),
                ('remarks', models.JSONField(default=list)),
                ('at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['at', 'pk'],
                'indexes': [models.Index(fields=['run', 'at'], name='call_of_run')],
            },
        ),
    ]
