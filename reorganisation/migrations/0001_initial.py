import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import reorganisation.models.imports
import uuid
from django.conf import settings
from django.db import migrations, models

from sam.migrating import WholeRoom


class Migration(WholeRoom):

    dependencies = [
        ('organisation', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='OrganisationImport',
            fields=[
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('name', models.CharField(max_length=200, verbose_name='file')),
                ('error', models.CharField(blank=True, max_length=500)),
                ('total', models.PositiveIntegerField(default=0)),
                ('done', models.PositiveIntegerField(default=0)),
                ('refused', models.PositiveIntegerField(default=0)),
                ('problems', models.JSONField(default=list)),
                ('moved_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='organisation_imports', to=settings.AUTH_USER_MODEL)),
                ('status', models.CharField(choices=[('uploaded', 'Being read'), ('read', 'Read in'), ('checking', 'Being checked'), ('checked', 'Checked'), ('importing', 'Being carried out'), ('done', 'Carried out'), ('failed', 'Failed'), ('forgotten', 'Deleted before it was carried out')], default='uploaded', max_length=20)),
                ('on', models.DateField(blank=True, null=True, verbose_name='from which day')),
                ('has_all_units', models.BooleanField(default=False, verbose_name='the file has all units')),
                ('founds_committees', models.BooleanField(default=False, verbose_name='committees that are not here are new')),
                ('has_all_people', models.BooleanField(default=False, verbose_name='the file has all people')),
                ('counts', models.JSONField(default=dict)),
                ('units_before', models.PositiveIntegerField(default=0)),
                ('people_before', models.PositiveIntegerField(default=0)),
                ('checked_at', models.DateTimeField(blank=True, null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('refused_file', models.FileField(blank=True, upload_to=reorganisation.models.imports._refused_path)),
            ],
            options={
                'verbose_name': 'import of the organisation',
                'verbose_name_plural': 'imports of the organisation',
                'ordering': ['-created_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'importing')), fields=('status',), name='one_import_at_a_time', violation_error_message='Another import is being carried out just now.')],
            },
        ),
        migrations.CreateModel(
            name='Reorganisation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=200, verbose_name='what changes')),
                ('on', models.DateField(verbose_name='from which day')),
                ('reason', models.TextField(blank=True, max_length=2000, verbose_name='decision or reason')),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('decided', 'Decided'), ('carried_out', 'Carried out'), ('cancelled', 'Cancelled'), ('undone', 'Undone')], default='draft', max_length=20, verbose_name='status')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('carried_out_at', models.DateTimeField(blank=True, null=True, verbose_name='carried out')),
            ],
            options={
                'verbose_name': 'reorganisation',
                'verbose_name_plural': 'reorganisations',
                'ordering': ['-on', '-pk'],
                'indexes': [models.Index(fields=['-on', '-id'], name='reorganisation_newest'), models.Index(condition=models.Q(('status', 'decided')), fields=['on'], name='reorganisation_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('carried_out_at__isnull', False), ('status__in', ['carried_out', 'undone'])), models.Q(('carried_out_at', None), ('status__in', ['draft', 'decided', 'cancelled'])), _connector='OR'), name='reorganisation_carried_out_says_when')],
            },
        ),
        migrations.CreateModel(
            name='ImportSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation_import', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sheets', to='reorganisation.organisationimport')),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('name', models.CharField(max_length=200)),
                ('holds', models.CharField(blank=True, choices=[('units', 'Units'), ('people', 'People'), ('', 'Nothing to import')], max_length=10)),
                ('file', models.FileField(blank=True, upload_to=reorganisation.models.imports._path)),
                ('headers', models.JSONField(default=list)),
                ('first_rows', models.JSONField(default=list)),
                ('columns', models.JSONField(default=dict)),
                ('total', models.PositiveIntegerField(default=0)),
            ],
            options={
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Difference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation_import', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='differences', to='reorganisation.organisationimport')),
                ('about', models.CharField(choices=[('unit', 'Unit'), ('person', 'Person'), ('role', 'Role')], max_length=10, verbose_name='about')),
                ('kind', models.CharField(choices=[('new', 'New'), ('renamed', 'Renamed'), ('moved', 'Moved'), ('changed', 'Changed'), ('closed', 'Closed'), ('left', 'Left'), ('begun', 'Begun'), ('ended', 'Ended')], max_length=10, verbose_name='what')),
                ('row', models.PositiveIntegerField(null=True, verbose_name='row')),
                ('target', models.UUIDField(null=True)),
                ('label', models.CharField(blank=True, max_length=300, verbose_name='name')),
                ('is_protected', models.BooleanField(default=False)),
                ('before', models.CharField(blank=True, max_length=500, verbose_name='before')),
                ('after', models.CharField(blank=True, max_length=500, verbose_name='after')),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['organisation_import', 'about', 'kind', 'id'], name='difference_of_kind')],
            },
        ),
        migrations.CreateModel(
            name='Moved',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reorganisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moved', to='reorganisation.reorganisation')),
                ('kind', models.CharField(max_length=30)),
                ('row', models.CharField(max_length=40)),
                ('from_unit', models.UUIDField(null=True)),
                ('to_unit', models.UUIDField(null=True)),
                ('before', models.JSONField(null=True)),
                ('after', models.JSONField(null=True)),
                ('could_not', models.CharField(blank=True, max_length=500)),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['reorganisation', 'kind'], name='moved_of_kind')],
            },
        ),
        migrations.CreateModel(
            name='ReorganisationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reorganisation.reorganisation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('title', models.CharField(max_length=200, verbose_name='what changes')),
                ('on', models.DateField(verbose_name='from which day')),
                ('reason', models.TextField(blank=True, max_length=2000, verbose_name='decision or reason')),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('decided', 'Decided'), ('carried_out', 'Carried out'), ('cancelled', 'Cancelled'), ('undone', 'Undone')], default='draft', max_length=20, verbose_name='status')),
                ('created_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('carried_out_at', models.DateTimeField(blank=True, null=True, verbose_name='carried out')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReorganisationTransition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_status', models.CharField(max_length=30)),
                ('to_status', models.CharField(max_length=30)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('note', models.TextField(blank=True)),
                ('reorganisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='transitions', to='reorganisation.reorganisation')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Part',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='reorganisation.step')),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('is_receiver', models.BooleanField(default=False)),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('code', models.CharField(blank=True, max_length=50, verbose_name='code')),
                ('level', models.CharField(blank=True, choices=[('municipality', 'Municipality'), ('administration', 'Administration'), ('department', 'Department'), ('unit', 'Unit')], max_length=20, verbose_name='level')),
                ('manager', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='manager')),
                ('is_new', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['order', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('unit__isnull', False), models.Q(('is_new', True), models.Q(('name', ''), _negated=True)), _connector='OR'), name='part_is_a_unit_or_a_new_one')],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reorganisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='reorganisation.reorganisation')),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('kind', models.CharField(choices=[('merge', 'Merge units'), ('split', 'Split a unit'), ('move', 'Move a unit'), ('rename', 'Give a unit another name'), ('found', 'New unit'), ('close', 'Close a unit'), ('committee', 'Another committee')], max_length=20, verbose_name='kind')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit', verbose_name='part of')),
                ('parent_part', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reorganisation.part')),
                ('committee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.committee', verbose_name='committee')),
            ],
            options={
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Choice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='choices', to='reorganisation.step')),
                ('kind', models.CharField(max_length=30)),
                ('row', models.CharField(blank=True, max_length=40)),
                ('receiver', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='reorganisation.part')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('step', 'kind', 'row'), name='choice_once')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reorganisation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "reorganisation_reorganisationevent" ("carried_out_at", "created_at", "created_by_id", "id", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "status", "title") VALUES (OLD."carried_out_at", OLD."created_at", OLD."created_by_id", OLD."id", OLD."on", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."reason", OLD."status", OLD."title"); RETURN NULL;', hash='0def21bd1c1ef1d92994f1e09c31dbe06a118541', operation='UPDATE', pgid='pgtrigger_update_update_9cd0d', table='reorganisation_reorganisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reorganisation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reorganisation_reorganisationevent" ("carried_out_at", "created_at", "created_by_id", "id", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "status", "title") VALUES (OLD."carried_out_at", OLD."created_at", OLD."created_by_id", OLD."id", OLD."on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."status", OLD."title"); RETURN NULL;', hash='ce98934008fd8936913b474bc770ae5cf7489c8d', operation='DELETE', pgid='pgtrigger_delete_delete_77232', table='reorganisation_reorganisation', when='AFTER')),
        ),
    ]
