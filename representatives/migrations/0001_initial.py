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
        ('actionplans', '0001_initial'),
        ('attachments', '0001_initial'),
        ('organisation', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='RepRequest',
            fields=[
                ('year', models.PositiveSmallIntegerField(editable=False, null=True)),
                ('number', models.PositiveIntegerField(editable=False, null=True)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rep_requests', to='organisation.unit', verbose_name='unit')),
                ('representative', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rep_requests', to=settings.AUTH_USER_MODEL, verbose_name='safety representative')),
                ('problem', models.TextField(max_length=5000, verbose_name='what is wrong')),
                ('wants', models.CharField(choices=[('measures', 'Measures'), ('investigation', 'An investigation')], max_length=20, verbose_name='what is asked for')),
                ('wanted', models.TextField(max_length=5000, verbose_name='what is to be done')),
                ('answer_due_on', models.DateField(verbose_name='answer at the latest')),
                ('status', models.CharField(choices=[('draft', 'Not sent'), ('sent', 'Waits for an answer'), ('answered', 'Answered'), ('at_authority', 'With the authority'), ('satisfied', 'Finished'), ('withdrawn', 'Withdrawn')], default='draft', max_length=20, verbose_name='status')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='begun')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
                ('confirmation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attachments.attachment')),
                ('decision', models.CharField(blank=True, choices=[('yes', 'What is asked for will be done'), ('partly', 'Part of it will be done'), ('no', 'It will not be done')], max_length=20, verbose_name='decision')),
                ('answer', models.TextField(blank=True, max_length=5000, verbose_name='answer')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by')),
                ('turned_on', models.DateField(blank=True, null=True, verbose_name='turned to the authority')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished')),
                ('action_plan', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='actionplans.actionplan', verbose_name='action plan')),
                ('attachments', models.ManyToManyField(blank=True, related_name='+', to='attachments.attachment')),
                ('handed_to', models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'request for measures',
                'verbose_name_plural': 'requests for measures',
                'ordering': ['-created_at', '-pk'],
                'indexes': [models.Index(fields=['-created_at', '-id'], name='rep_request_newest'), models.Index(condition=models.Q(('status__in', ['sent', 'answered', 'at_authority'])), fields=['answer_due_on'], name='rep_request_unfinished')],
                'constraints': [models.UniqueConstraint(fields=('year', 'number'), name='rep_request_number'), models.CheckConstraint(condition=models.Q(models.Q(('number', None), ('sent_at', None), ('status', 'draft')), models.Q(models.Q(('status', 'draft'), _negated=True), ('number__isnull', False), ('sent_at__isnull', False), ('year__isnull', False)), _connector='OR'), name='rep_request_sent_has_number'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('decision', '')), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), models.Q(('decision', ''), _negated=True), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='rep_request_answered_says_what'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'at_authority'), _negated=True), ('turned_on__isnull', False), _connector='OR'), name='rep_request_turned_says_when')],
            },
        ),
        migrations.CreateModel(
            name='StopWork',
            fields=[
                ('year', models.PositiveSmallIntegerField(editable=False, null=True)),
                ('number', models.PositiveIntegerField(editable=False, null=True)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stops', to='organisation.unit', verbose_name='unit')),
                ('representative', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stops', to=settings.AUTH_USER_MODEL, verbose_name='safety representative')),
                ('form_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('scope', models.TextField(max_length=2000, verbose_name='what work is stopped')),
                ('danger', models.TextField(max_length=2000, verbose_name='the danger')),
                ('is_lone_work', models.BooleanField(default=False, verbose_name='lone work')),
                ('stopped_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='stopped since')),
                ('told', models.CharField(blank=True, max_length=200, verbose_name='who was told')),
                ('told_at', models.DateTimeField(blank=True, null=True, verbose_name='when they were told')),
                ('registered_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='registered')),
                ('status', models.CharField(choices=[('in_force', 'In force'), ('lifted', 'Lifted')], default='in_force', max_length=20, verbose_name='status')),
                ('lifted_at', models.DateTimeField(blank=True, null=True, verbose_name='lifted')),
                ('lifting', models.CharField(blank=True, choices=[('removed', 'The danger is removed, the representative agrees'), ('representative', 'The representative lifts it'), ('authority', 'The authority has decided')], max_length=20, verbose_name='how it was lifted')),
                ('lifted_because', models.TextField(blank=True, max_length=2000, verbose_name='reason')),
            ],
            options={
                'verbose_name': 'stop of dangerous work',
                'verbose_name_plural': 'stops of dangerous work',
                'ordering': ['-stopped_at', '-pk'],
                'indexes': [models.Index(fields=['-stopped_at', '-id'], name='stop_newest'), models.Index(condition=models.Q(('status', 'in_force')), fields=['unit'], name='stop_in_force')],
                'constraints': [models.UniqueConstraint(fields=('year', 'number'), name='stop_number'), models.UniqueConstraint(fields=('representative', 'form_key'), name='stop_once_for_each_form'), models.CheckConstraint(condition=models.Q(('number__isnull', False), ('year__isnull', False)), name='stop_has_number'), models.CheckConstraint(condition=models.Q(('stopped_at__lte', models.F('registered_at'))), name='stop_was_not_in_future', violation_error_message='The time has not come yet.'), models.CheckConstraint(condition=models.Q(('told_at', None), ('told_at__lte', models.F('registered_at')), _connector='OR'), name='stop_told_was_not_in_future', violation_error_message='The time has not come yet.'), models.CheckConstraint(condition=models.Q(models.Q(('lifted_at', None), ('lifting', ''), ('status', 'in_force')), models.Q(('lifted_at__gte', models.F('stopped_at')), ('status', 'lifted'), models.Q(('lifting', ''), _negated=True), models.Q(('lifted_because', ''), _negated=True)), _connector='OR'), name='stop_lifted_says_when_and_why')],
            },
        ),
        migrations.CreateModel(
            name='RepRequestEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='representatives.reprequest')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('year', models.PositiveSmallIntegerField(editable=False, null=True)),
                ('number', models.PositiveIntegerField(editable=False, null=True)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.unit', verbose_name='unit')),
                ('representative', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='safety representative')),
                ('problem', models.TextField(max_length=5000, verbose_name='what is wrong')),
                ('wants', models.CharField(choices=[('measures', 'Measures'), ('investigation', 'An investigation')], max_length=20, verbose_name='what is asked for')),
                ('wanted', models.TextField(max_length=5000, verbose_name='what is to be done')),
                ('answer_due_on', models.DateField(verbose_name='answer at the latest')),
                ('status', models.CharField(choices=[('draft', 'Not sent'), ('sent', 'Waits for an answer'), ('answered', 'Answered'), ('at_authority', 'With the authority'), ('satisfied', 'Finished'), ('withdrawn', 'Withdrawn')], default='draft', max_length=20, verbose_name='status')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='begun')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
                ('confirmation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='attachments.attachment')),
                ('decision', models.CharField(blank=True, choices=[('yes', 'What is asked for will be done'), ('partly', 'Part of it will be done'), ('no', 'It will not be done')], max_length=20, verbose_name='decision')),
                ('answer', models.TextField(blank=True, max_length=5000, verbose_name='answer')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered')),
                ('answered_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by')),
                ('turned_on', models.DateField(blank=True, null=True, verbose_name='turned to the authority')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished')),
                ('action_plan', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='actionplans.actionplan', verbose_name='action plan')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RequestTransition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_status', models.CharField(max_length=30)),
                ('to_status', models.CharField(max_length=30)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('note', models.TextField(blank=True)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='transitions', to='representatives.reprequest')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='StopTransition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_status', models.CharField(max_length=30)),
                ('to_status', models.CharField(max_length=30)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('note', models.TextField(blank=True)),
                ('stop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='transitions', to='representatives.stopwork')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='StopWorkEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='representatives.stopwork')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('year', models.PositiveSmallIntegerField(editable=False, null=True)),
                ('number', models.PositiveIntegerField(editable=False, null=True)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.unit', verbose_name='unit')),
                ('representative', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='safety representative')),
                ('form_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('scope', models.TextField(max_length=2000, verbose_name='what work is stopped')),
                ('danger', models.TextField(max_length=2000, verbose_name='the danger')),
                ('is_lone_work', models.BooleanField(default=False, verbose_name='lone work')),
                ('stopped_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='stopped since')),
                ('told', models.CharField(blank=True, max_length=200, verbose_name='who was told')),
                ('told_at', models.DateTimeField(blank=True, null=True, verbose_name='when they were told')),
                ('registered_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='registered')),
                ('status', models.CharField(choices=[('in_force', 'In force'), ('lifted', 'Lifted')], default='in_force', max_length=20, verbose_name='status')),
                ('lifted_at', models.DateTimeField(blank=True, null=True, verbose_name='lifted')),
                ('lifting', models.CharField(blank=True, choices=[('removed', 'The danger is removed, the representative agrees'), ('representative', 'The representative lifts it'), ('authority', 'The authority has decided')], max_length=20, verbose_name='how it was lifted')),
                ('lifted_because', models.TextField(blank=True, max_length=2000, verbose_name='reason')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reprequest',
            trigger=pgtrigger.compiler.Trigger(name='stays_as_sent', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NOT (OLD."status" = \'draft\'))', func='RAISE EXCEPTION \'pgtrigger: Cannot delete or update of "unit_id", "representative_id", "year", "number", "sent_at", "problem", "wants", "wanted", "answer_due_on" rows from % table\', TG_TABLE_NAME;', hash='30897b24f6148630910d80d1ec8460ccadbf2583', operation='DELETE OR UPDATE OF "unit_id", "representative_id", "year", "number", "sent_at", "problem", "wants", "wanted", "answer_due_on"', pgid='pgtrigger_stays_as_sent_60e02', table='representatives_reprequest', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reprequest',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "representatives_reprequestevent" ("action_plan_id", "answer", "answer_due_on", "answered_at", "answered_by_id", "confirmation_id", "created_at", "decision", "finished_at", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "representative_id", "sent_at", "status", "turned_on", "unit_id", "wanted", "wants", "year") VALUES (OLD."action_plan_id", OLD."answer", OLD."answer_due_on", OLD."answered_at", OLD."answered_by_id", OLD."confirmation_id", OLD."created_at", OLD."decision", OLD."finished_at", OLD."id", OLD."number", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."problem", OLD."representative_id", OLD."sent_at", OLD."status", OLD."turned_on", OLD."unit_id", OLD."wanted", OLD."wants", OLD."year"); RETURN NULL;', hash='7eb6e9f3d919ad1f77755d79884674bd35ad6ad0', operation='UPDATE', pgid='pgtrigger_update_update_aa13c', table='representatives_reprequest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reprequest',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "representatives_reprequestevent" ("action_plan_id", "answer", "answer_due_on", "answered_at", "answered_by_id", "confirmation_id", "created_at", "decision", "finished_at", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "representative_id", "sent_at", "status", "turned_on", "unit_id", "wanted", "wants", "year") VALUES (OLD."action_plan_id", OLD."answer", OLD."answer_due_on", OLD."answered_at", OLD."answered_by_id", OLD."confirmation_id", OLD."created_at", OLD."decision", OLD."finished_at", OLD."id", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."problem", OLD."representative_id", OLD."sent_at", OLD."status", OLD."turned_on", OLD."unit_id", OLD."wanted", OLD."wants", OLD."year"); RETURN NULL;', hash='71f6fa01c361e940b4e100bc6282ebe6198231fb', operation='DELETE', pgid='pgtrigger_delete_delete_88369', table='representatives_reprequest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='stopwork',
            trigger=pgtrigger.compiler.Trigger(name='stays_as_registered', sql=pgtrigger.compiler.UpsertTriggerSql(func='RAISE EXCEPTION \'pgtrigger: Cannot delete or update of "unit_id", "representative_id", "year", "number", "scope", "danger", "is_lone_work", "stopped_at", "told", "told_at", "registered_at" rows from % table\', TG_TABLE_NAME;', hash='65f022045e34ae6c9ae025e6e95f766e3f59262f', operation='DELETE OR UPDATE OF "unit_id", "representative_id", "year", "number", "scope", "danger", "is_lone_work", "stopped_at", "told", "told_at", "registered_at"', pgid='pgtrigger_stays_as_registered_f8a14', table='representatives_stopwork', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='stopwork',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "representatives_stopworkevent" ("danger", "form_key", "id", "is_lone_work", "lifted_at", "lifted_because", "lifting", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_at", "representative_id", "scope", "status", "stopped_at", "told", "told_at", "unit_id", "year") VALUES (OLD."danger", OLD."form_key", OLD."id", OLD."is_lone_work", OLD."lifted_at", OLD."lifted_because", OLD."lifting", OLD."number", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."registered_at", OLD."representative_id", OLD."scope", OLD."status", OLD."stopped_at", OLD."told", OLD."told_at", OLD."unit_id", OLD."year"); RETURN NULL;', hash='b884328f80648ee3cf3c4f01a1dec35df3b24f4c', operation='UPDATE', pgid='pgtrigger_update_update_0638d', table='representatives_stopwork', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='stopwork',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "representatives_stopworkevent" ("danger", "form_key", "id", "is_lone_work", "lifted_at", "lifted_because", "lifting", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_at", "representative_id", "scope", "status", "stopped_at", "told", "told_at", "unit_id", "year") VALUES (OLD."danger", OLD."form_key", OLD."id", OLD."is_lone_work", OLD."lifted_at", OLD."lifted_because", OLD."lifting", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."registered_at", OLD."representative_id", OLD."scope", OLD."status", OLD."stopped_at", OLD."told", OLD."told_at", OLD."unit_id", OLD."year"); RETURN NULL;', hash='d5b247780e47f62d0a867fe83cbb58bd0fe743cb', operation='DELETE', pgid='pgtrigger_delete_delete_58e45', table='representatives_stopwork', when='AFTER')),
        ),
    ]
