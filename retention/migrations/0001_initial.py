import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
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
            name='Rule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.SlugField(max_length=40, verbose_name='kind of record')),
                ('variant', models.CharField(blank=True, max_length=30, verbose_name='only for')),
                ('number', models.PositiveSmallIntegerField(verbose_name='version')),
                ('action', models.CharField(choices=[('preserve', 'Preserve'), ('destroy', 'Destroy the whole record'), ('destroy_texts', 'Destroy the texts, keep the figures')], max_length=20, verbose_name='what is decided')),
                ('months', models.PositiveSmallIntegerField(default=0, verbose_name='months after it was closed')),
                ('after_transfer', models.BooleanField(default=False, verbose_name='only after transfer')),
                ('basis', models.TextField(max_length=2000, verbose_name='decision and legal basis')),
                ('case_number', models.CharField(blank=True, max_length=50, verbose_name='case number')),
                ('decided_on', models.DateField(verbose_name='decided on')),
                ('decided_by', models.CharField(max_length=200, verbose_name='decided by')),
                ('ended_on', models.DateField(blank=True, editable=False, null=True, verbose_name='until')),
                ('registered_at', models.DateTimeField(auto_now_add=True)),
                ('registered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'retention rule',
                'verbose_name_plural': 'retention rules',
                'ordering': ['kind', 'variant', '-number'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'variant', 'number'), name='rule_version'), models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('kind', 'variant'), name='rule_one_in_force'), models.CheckConstraint(condition=models.Q(models.Q(('action', 'preserve'), ('after_transfer', False), ('months', 0)), models.Q(models.Q(('action', 'preserve'), _negated=True), ('months__gte', 1)), _connector='OR'), name='rule_says_when', violation_error_message='Say after how long it is destroyed, at least one month.')],
                'triggers': [pgtrigger.compiler.Trigger(name='stays_as_decided', sql=pgtrigger.compiler.UpsertTriggerSql(func='RAISE EXCEPTION \'pgtrigger: Cannot delete or update of "kind", "variant", "number", "action", "months", "after_transfer", "basis", "case_number", "decided_on", "decided_by" rows from % table\', TG_TABLE_NAME;', hash='1cae7e8bb2b76790d6429ccf6c45158fb3f83d36', operation='DELETE OR UPDATE OF "kind", "variant", "number", "action", "months", "after_transfer", "basis", "case_number", "decided_on", "decided_by"', pgid='pgtrigger_stays_as_decided_04fae', table='retention_rule', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.SlugField(blank=True, max_length=40, verbose_name='kind of record')),
                ('record_key', models.CharField(blank=True, max_length=64, verbose_name='record')),
                ('first_on', models.DateField(blank=True, null=True, verbose_name='from')),
                ('last_on', models.DateField(blank=True, null=True, verbose_name='to the end of')),
                ('reason', models.TextField(max_length=2000, verbose_name='why')),
                ('case_number', models.CharField(blank=True, max_length=50, verbose_name='case number')),
                ('placed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='placed')),
                ('lifted_at', models.DateTimeField(blank=True, null=True, verbose_name='lifted')),
                ('lifted_because', models.TextField(blank=True, max_length=2000, verbose_name='why lifted')),
                ('lifted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('placed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'legal hold',
                'verbose_name_plural': 'legal holds',
                'ordering': ['-placed_at', '-pk'],
                'indexes': [models.Index(condition=models.Q(('lifted_at', None)), fields=['kind', 'record_key'], name='hold_on_record')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(models.Q(('record_key', ''), _negated=True), models.Q(('kind', ''), _negated=True), ('person', None), ('unit', None)), models.Q(('kind', ''), ('person', None), ('record_key', ''), ('unit__isnull', False)), models.Q(('kind', ''), ('person__isnull', False), ('record_key', ''), ('unit', None)), _connector='OR'), name='hold_on_one_thing', violation_error_message='Choose one: a record, a unit with a period, or a person.'), models.CheckConstraint(condition=models.Q(('first_on', None), ('last_on', None), ('last_on__gte', models.F('first_on')), _connector='OR'), name='hold_ends_after_it_begins', violation_error_message='The last day comes before the first.'), models.CheckConstraint(condition=models.Q(models.Q(('lifted_at', None), ('lifted_because', ''), ('lifted_by', None)), models.Q(('lifted_at__isnull', False), ('lifted_by__isnull', False), models.Q(('lifted_because', ''), _negated=True)), _connector='OR'), name='hold_lifted_says_why')],
                'triggers': [pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "retention_holdevent" ("case_number", "first_on", "id", "kind", "last_on", "lifted_at", "lifted_because", "lifted_by_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placed_at", "placed_by_id", "reason", "record_key", "unit_id") VALUES (OLD."case_number", OLD."first_on", OLD."id", OLD."kind", OLD."last_on", OLD."lifted_at", OLD."lifted_because", OLD."lifted_by_id", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."placed_at", OLD."placed_by_id", OLD."reason", OLD."record_key", OLD."unit_id"); RETURN NULL;', hash='26333b42fe8bb76a0d587ca8b7eea81f51071627', operation='UPDATE', pgid='pgtrigger_update_update_0bc78', table='retention_hold', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "retention_holdevent" ("case_number", "first_on", "id", "kind", "last_on", "lifted_at", "lifted_because", "lifted_by_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placed_at", "placed_by_id", "reason", "record_key", "unit_id") VALUES (OLD."case_number", OLD."first_on", OLD."id", OLD."kind", OLD."last_on", OLD."lifted_at", OLD."lifted_because", OLD."lifted_by_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."placed_at", OLD."placed_by_id", OLD."reason", OLD."record_key", OLD."unit_id"); RETURN NULL;', hash='b121a75c52cfd87eadcea0debd2887d5ebcd6a58', operation='DELETE', pgid='pgtrigger_delete_delete_8e5b2', table='retention_hold', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='HoldEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('kind', models.SlugField(blank=True, db_index=False, max_length=40, verbose_name='kind of record')),
                ('record_key', models.CharField(blank=True, max_length=64, verbose_name='record')),
                ('first_on', models.DateField(blank=True, null=True, verbose_name='from')),
                ('last_on', models.DateField(blank=True, null=True, verbose_name='to the end of')),
                ('reason', models.TextField(max_length=2000, verbose_name='why')),
                ('case_number', models.CharField(blank=True, max_length=50, verbose_name='case number')),
                ('placed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='placed')),
                ('lifted_at', models.DateTimeField(blank=True, null=True, verbose_name='lifted')),
                ('lifted_because', models.TextField(blank=True, max_length=2000, verbose_name='why lifted')),
                ('lifted_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='retention.hold')),
                ('placed_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.unit', verbose_name='unit')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Warning',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.SlugField(max_length=40)),
                ('record_key', models.CharField(max_length=64)),
                ('closed_on', models.DateField(verbose_name='closed')),
                ('due_on', models.DateField(verbose_name='may be destroyed from')),
                ('told_on', models.DateField(verbose_name='told')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
            ],
            options={
                'verbose_name': 'warning',
                'verbose_name_plural': 'warnings',
                'ordering': ['due_on', 'pk'],
                'indexes': [models.Index(fields=['unit', 'due_on'], name='warning_of_unit')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'record_key'), name='warned_once')],
            },
        ),
        migrations.CreateModel(
            name='Thinned',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.SlugField(max_length=40)),
                ('record_key', models.CharField(max_length=64)),
                ('on', models.DateField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'record_key'), name='thinned_once')],
            },
        ),
        migrations.CreateModel(
            name='Run',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField(verbose_name='what is due on')),
                ('status', models.CharField(choices=[('proposed', 'Proposed'), ('confirmed', 'Being carried out'), ('restorable', 'Destroyed, can be restored'), ('finished', 'Destroyed for good'), ('cancelled', 'Called off')], default='proposed', max_length=20, verbose_name='status')),
                ('case_number', models.CharField(blank=True, max_length=50, verbose_name='case number')),
                ('note', models.TextField(blank=True, max_length=2000, verbose_name='note')),
                ('proposed_at', models.DateTimeField(auto_now_add=True, verbose_name='proposed')),
                ('restorable_until', models.DateField(null=True, verbose_name='can be restored until')),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'destruction',
                'verbose_name_plural': 'destructions',
                'ordering': ['-proposed_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['proposed', 'cancelled']), ('confirmed_by__isnull', False), _connector='OR'), name='run_confirmed_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['restorable', 'finished']), _negated=True), ('restorable_until__isnull', False), _connector='OR'), name='run_says_until_when')],
            },
        ),
        migrations.CreateModel(
            name='RunTransition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_status', models.CharField(max_length=30)),
                ('to_status', models.CharField(max_length=30)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('note', models.TextField(blank=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='transitions', to='retention.run')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.SlugField(max_length=40)),
                ('keys', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), default=list, size=None)),
                ('first_on', models.DateField()),
                ('last_on', models.DateField()),
                ('records', models.PositiveIntegerField(default=1)),
                ('status', models.CharField(choices=[('waiting', 'Waits'), ('gone', 'Destroyed, can be restored'), ('for_good', 'Destroyed for good'), ('restored', 'Restored'), ('left', 'Left as it is')], default='waiting', max_length=20)),
                ('why', models.CharField(blank=True, choices=[('', ''), ('not_due', 'It is not due any more.'), ('held', 'It is under legal hold.'), ('referred_to', 'Another record needs it.'), ('failed', 'It could not be destroyed. The cause is in the log.')], max_length=20)),
                ('held_by', models.CharField(blank=True, max_length=100)),
                ('persons', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                ('rows', models.PositiveIntegerField(default=0)),
                ('files', models.PositiveIntegerField(default=0)),
                ('parcel_key', models.BinaryField(default=bytes)),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='retention.rule')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='retention.run')),
            ],
            options={
                'verbose_name': 'record to destroy',
                'verbose_name_plural': 'records to destroy',
                'ordering': ['kind', 'first_on', 'pk'],
                'indexes': [models.Index(fields=['run', 'status'], name='item_of_run')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('status', 'for_good'), _negated=True), models.Q(('keys', []), ('parcel_key', b''), ('persons', [])), _connector='OR'), name='item_for_good_tells_nothing')],
                'triggers': [pgtrigger.compiler.Trigger(name='not_what_is_held', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."status" IN (\'gone\', \'for_good\') AND NOT (OLD."status" = \'for_good\'))', func="\n    IF EXISTS (\n        SELECT 1 FROM retention_hold AS hold\n        WHERE hold.lifted_at IS NULL AND (\n            (hold.record_key <> '' AND hold.kind = NEW.kind\n                AND hold.record_key = ANY(NEW.keys))\n            OR hold.person_id = ANY(NEW.persons)\n            OR (hold.unit_id IS NOT NULL\n                AND hold.unit_id = ANY(\n                    SELECT unnest(unit.lineage) FROM organisation_unit AS unit\n                    WHERE unit.id = NEW.unit_id)\n                AND (hold.first_on IS NULL OR NEW.last_on >= hold.first_on)\n                AND (hold.last_on IS NULL OR NEW.first_on <= hold.last_on))\n        )\n    ) THEN\n        RAISE EXCEPTION 'It is under legal hold.' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='fc1c50f9ba2b032e581c320d77b3559e5a084eb8', operation='UPDATE OF "status"', pgid='pgtrigger_not_what_is_held_82949', table='retention_item', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Leftover',
            fields=[
                ('name', models.CharField(max_length=300, primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('number', models.PositiveBigIntegerField(primary_key=True, serialize=False, verbose_name='number')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('event', models.CharField(choices=[('destroyed', 'Destroyed'), ('texts_destroyed', 'Texts destroyed, figures kept'), ('restored', 'Restored'), ('for_good', 'Destroyed for good'), ('again', 'Destroyed again after a restored backup')], max_length=20, verbose_name='what')),
                ('run', models.UUIDField(null=True)),
                ('item', models.UUIDField(default=uuid.uuid4)),
                ('kind', models.SlugField(max_length=40, verbose_name='kind of record')),
                ('rule_version', models.CharField(max_length=60, verbose_name='rule')),
                ('basis', models.TextField(verbose_name='decision and legal basis')),
                ('records', models.PositiveIntegerField(verbose_name='records')),
                ('rows', models.PositiveIntegerField(verbose_name='rows')),
                ('files', models.PositiveIntegerField(verbose_name='files')),
                ('unit', models.UUIDField(null=True)),
                ('unit_name', models.CharField(blank=True, max_length=200, verbose_name='unit')),
                ('first_on', models.DateField(verbose_name='from')),
                ('last_on', models.DateField(verbose_name='to')),
                ('identities', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=32), size=None)),
                ('by', models.UUIDField(null=True)),
                ('previous', models.CharField(max_length=64)),
                ('seal', models.CharField(max_length=64, unique=True, verbose_name='seal')),
            ],
            options={
                'verbose_name': 'entry of the destruction log',
                'verbose_name_plural': 'entries of the destruction log',
                'ordering': ['-number'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['identities'], name='entry_identities'), models.Index(fields=['run', 'number'], name='entry_of_run')],
                'triggers': [pgtrigger.compiler.Trigger(name='stays_as_written', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b8f0b44dbe25cc1e23946840d400fe6337c6ab24', operation='UPDATE OR DELETE', pgid='pgtrigger_stays_as_written_a5eef', table='retention_entry', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Package',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.SlugField(max_length=40, verbose_name='kind of record')),
                ('first_on', models.DateField(verbose_name='closed from')),
                ('last_on', models.DateField(verbose_name='to the end of')),
                ('status', models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Being made'), ('done', 'Done'), ('failed', 'Failed')], default='waiting', max_length=20)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('file', models.FileField(blank=True, upload_to='packages')),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='made')),
                ('fetched_at', models.DateTimeField(blank=True, null=True, verbose_name='fetched')),
                ('received_on', models.DateField(blank=True, null=True, verbose_name='received on')),
                ('receipt', models.CharField(blank=True, max_length=100, verbose_name="the archive's own number")),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'package for the e-archive',
                'verbose_name_plural': 'packages for the e-archive',
                'ordering': ['-made_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_on__gte', models.F('first_on'))), name='package_ends_after_it_begins', violation_error_message='The last day comes before the first.'), models.CheckConstraint(condition=models.Q(('received_on', None), models.Q(('confirmed_by__isnull', False), ('status', 'done'), models.Q(('receipt', ''), _negated=True)), _connector='OR'), name='package_received_is_made')],
            },
        ),
        migrations.CreateModel(
            name='Packaged',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.SlugField(max_length=40)),
                ('record_key', models.CharField(max_length=64)),
                ('package', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='records', to='retention.package')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'record_key', 'package'), name='packaged_once')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='entry',
            trigger=pgtrigger.compiler.Trigger(name='stays_as_written', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b8f0b44dbe25cc1e23946840d400fe6337c6ab24', operation='UPDATE OR DELETE', pgid='pgtrigger_stays_as_written_a5eef', table='retention_entry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='hold',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "retention_holdevent" ("case_number", "first_on", "id", "kind", "last_on", "lifted_at", "lifted_because", "lifted_by_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placed_at", "placed_by_id", "reason", "record_key", "unit_id") VALUES (OLD."case_number", OLD."first_on", OLD."id", OLD."kind", OLD."last_on", OLD."lifted_at", OLD."lifted_because", OLD."lifted_by_id", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."placed_at", OLD."placed_by_id", OLD."reason", OLD."record_key", OLD."unit_id"); RETURN NULL;', hash='26333b42fe8bb76a0d587ca8b7eea81f51071627', operation='UPDATE', pgid='pgtrigger_update_update_0bc78', table='retention_hold', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='hold',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "retention_holdevent" ("case_number", "first_on", "id", "kind", "last_on", "lifted_at", "lifted_because", "lifted_by_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placed_at", "placed_by_id", "reason", "record_key", "unit_id") VALUES (OLD."case_number", OLD."first_on", OLD."id", OLD."kind", OLD."last_on", OLD."lifted_at", OLD."lifted_because", OLD."lifted_by_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."placed_at", OLD."placed_by_id", OLD."reason", OLD."record_key", OLD."unit_id"); RETURN NULL;', hash='b121a75c52cfd87eadcea0debd2887d5ebcd6a58', operation='DELETE', pgid='pgtrigger_delete_delete_8e5b2', table='retention_hold', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rule',
            trigger=pgtrigger.compiler.Trigger(name='stays_as_decided', sql=pgtrigger.compiler.UpsertTriggerSql(func='RAISE EXCEPTION \'pgtrigger: Cannot delete or update of "kind", "variant", "number", "action", "months", "after_transfer", "basis", "case_number", "decided_on", "decided_by" rows from % table\', TG_TABLE_NAME;', hash='1cae7e8bb2b76790d6429ccf6c45158fb3f83d36', operation='DELETE OR UPDATE OF "kind", "variant", "number", "action", "months", "after_transfer", "basis", "case_number", "decided_on", "decided_by"', pgid='pgtrigger_stays_as_decided_04fae', table='retention_rule', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='item',
            trigger=pgtrigger.compiler.Trigger(name='not_what_is_held', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."status" IN (\'gone\', \'for_good\') AND NOT (OLD."status" = \'for_good\'))', func="\n    IF EXISTS (\n        SELECT 1 FROM retention_hold AS hold\n        WHERE hold.lifted_at IS NULL AND (\n            (hold.record_key <> '' AND hold.kind = NEW.kind\n                AND hold.record_key = ANY(NEW.keys))\n            OR hold.person_id = ANY(NEW.persons)\n            OR (hold.unit_id IS NOT NULL\n                AND hold.unit_id = ANY(\n                    SELECT unnest(unit.lineage) FROM organisation_unit AS unit\n                    WHERE unit.id = NEW.unit_id)\n                AND (hold.first_on IS NULL OR NEW.last_on >= hold.first_on)\n                AND (hold.last_on IS NULL OR NEW.first_on <= hold.last_on))\n        )\n    ) THEN\n        RAISE EXCEPTION 'It is under legal hold.' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='fc1c50f9ba2b032e581c320d77b3559e5a084eb8', operation='UPDATE OF "status"', pgid='pgtrigger_not_what_is_held_82949', table='retention_item', when='BEFORE')),
        ),
    ]
