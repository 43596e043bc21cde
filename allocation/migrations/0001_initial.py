import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import sam.dates
import uuid
from django.conf import settings
from django.db import migrations, models

from sam.migrating import WholeRoom


class Migration(WholeRoom):

    dependencies = [
        ('actionplans', '0001_initial'),
        ('organisation', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='AllocationTask',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('version', models.PositiveSmallIntegerField(default=1, verbose_name='version')),
                ('order', models.PositiveSmallIntegerField(verbose_name='order')),
                ('text', models.CharField(max_length=300, verbose_name='task')),
                ('explanation', models.TextField(blank=True, max_length=2000, verbose_name='what it means')),
                ('since', models.DateField(default=sam.dates.today, verbose_name='in the list since')),
                ('withdrawn_on', models.DateField(blank=True, null=True, verbose_name='withdrawn on')),
            ],
            options={
                'verbose_name': 'task of the work environment',
                'verbose_name_plural': 'tasks of the work environment',
                'ordering': ['order', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('key', 'version'), name='allocationtask_version'), models.UniqueConstraint(condition=models.Q(('withdrawn_on', None)), fields=('key',), name='allocationtask_one_wording', violation_error_message='The task has a newer wording already.')],
            },
        ),
        migrations.CreateModel(
            name='AssignmentKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='assignment')),
                ('role', models.CharField(blank=True, choices=[('manager', 'Manager'), ('substitute', 'Substitute manager'), ('safety_representative', 'Safety representative')], editable=False, max_length=30)),
                ('order', models.PositiveSmallIntegerField(default=50, verbose_name='order')),
                ('description_url', models.URLField(blank=True, max_length=500, verbose_name='where the role is described')),
                ('is_needed', models.BooleanField(default=False, verbose_name='every workplace needs one')),
                ('is_offered', models.BooleanField(default=True, verbose_name='in use')),
            ],
            options={
                'verbose_name': 'kind of assignment',
                'verbose_name_plural': 'kinds of assignments',
                'ordering': ['order', 'name'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('role', ''), _negated=True), fields=('role',), name='assignmentkind_role')],
            },
        ),
        migrations.CreateModel(
            name='HeadCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='head_counts', to='organisation.unit')),
                ('month', models.DateField(verbose_name='month')),
                ('manager', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('employees', models.PositiveIntegerField(verbose_name='employees')),
            ],
            options={
                'ordering': ['-month', 'unit'],
                'constraints': [models.UniqueConstraint(fields=('month', 'unit', 'manager'), name='headcount_once'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='headcount_first_of_month')],
            },
        ),
        migrations.CreateModel(
            name='SpanCase',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('unit', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='span_case', to='organisation.unit')),
                ('status', models.CharField(choices=[('open', 'Open'), ('closed', 'Reasonable again')], default='open', max_length=20, verbose_name='status')),
                ('action_plan', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='actionplans.actionplan', verbose_name='action plan')),
            ],
            options={
                'verbose_name': 'number of employees for one manager',
            },
        ),
        migrations.CreateModel(
            name='SpanLimit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('most', models.PositiveSmallIntegerField(default=30, verbose_name='most employees for one manager')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='spanlimit_only_one'), models.CheckConstraint(condition=models.Q(('most__gte', 1)), name='spanlimit_is_one')],
            },
        ),
        migrations.CreateModel(
            name='AllocationTaskEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='allocation.allocationtask')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('version', models.PositiveSmallIntegerField(default=1, verbose_name='version')),
                ('order', models.PositiveSmallIntegerField(verbose_name='order')),
                ('text', models.CharField(max_length=300, verbose_name='task')),
                ('explanation', models.TextField(blank=True, max_length=2000, verbose_name='what it means')),
                ('since', models.DateField(default=sam.dates.today, verbose_name='in the list since')),
                ('withdrawn_on', models.DateField(blank=True, null=True, verbose_name='withdrawn on')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='allocation.assignmentkind', verbose_name='assignment')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='organisation.unit')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='telephone')),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='valid')),
            ],
            options={
                'verbose_name': 'assignment',
                'verbose_name_plural': 'assignments',
                'ordering': ['kind', '-valid', 'pk'],
                'indexes': [models.Index(fields=['unit', 'kind'], name='assignment_of_unit')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('name', ''), ('person__isnull', False)), models.Q(('person', None), models.Q(('name', ''), _negated=True)), _connector='OR'), name='assignment_of_one', violation_error_message='Choose a person or write a name.'), models.CheckConstraint(condition=models.Q(('valid__isempty', False)), name='assignment_lasts_a_day')],
            },
        ),
        migrations.CreateModel(
            name='SpanCaseEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='allocation.spancase')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.unit')),
                ('status', models.CharField(choices=[('open', 'Open'), ('closed', 'Reasonable again')], default='open', max_length=20, verbose_name='status')),
                ('action_plan', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='actionplans.actionplan', verbose_name='action plan')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SpanCaseTransition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_status', models.CharField(max_length=30)),
                ('to_status', models.CharField(max_length=30)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('note', models.TextField(blank=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='transitions', to='allocation.spancase')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AssignmentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='allocation.assignment')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('kind', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='allocation.assignmentkind', verbose_name='assignment')),
                ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.unit')),
                ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='telephone')),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='valid')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AllocatedTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('allocation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='allocated', to='allocation.taskallocation')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allocated', to='allocation.allocationtask')),
                ('returned_on', models.DateField(blank=True, null=True, verbose_name='given back on')),
                ('return_reason', models.TextField(blank=True, max_length=2000, verbose_name='why it was given back')),
                ('return_seen_on', models.DateField(blank=True, null=True, verbose_name='seen on')),
            ],
            options={
                'ordering': ['task__order', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('allocation', 'task'), name='allocatedtask_once'), models.CheckConstraint(condition=models.Q(models.Q(('return_reason', ''), ('returned_on', None)), models.Q(('returned_on__isnull', False), models.Q(('return_reason', ''), _negated=True)), _connector='OR'), name='allocatedtask_returned_says_why', violation_error_message='Say why the task is given back.')],
            },
        ),
        migrations.CreateModel(
            name='AllocatedUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('allocation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='allocation.taskallocation')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allocated', to='organisation.unit')),
            ],
            options={
                'ordering': ['unit__name', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('allocation', 'unit'), name='allocatedunit_once')],
            },
        ),
        migrations.CreateModel(
            name='TaskAllocation',
            fields=[
                ('version', models.PositiveIntegerField(default=0)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('person', 'A manager'), ('committee', 'A political committee'), ('council', 'The municipal council')], default='person', max_length=10, verbose_name='allocated by')),
                ('allocator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='allocations_given', to=settings.AUTH_USER_MODEL, verbose_name='allocator')),
                ('committee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='allocations_given', to='organisation.committee', verbose_name='committee')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='day of the decision')),
                ('case_number', models.CharField(blank=True, max_length=50, verbose_name='case number')),
                ('receiver', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='allocations', to=settings.AUTH_USER_MODEL, verbose_name='receiver')),
                ('receiver_committee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='allocations', to='organisation.committee', verbose_name='committee that receives')),
                ('limited_to', models.CharField(blank=True, max_length=200, verbose_name='only for')),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='valid')),
                ('ends_with_appointment', models.BooleanField(default=False, editable=False)),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('proposed', "Waits for the receiver's signature"), ('signed', 'Signed'), ('returned', 'Given back'), ('ended', 'Ended')], default='draft', max_length=20, verbose_name='status')),
                ('prepared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='prepared by')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='prepared')),
                ('proposed_at', models.DateTimeField(null=True, verbose_name='signed by the allocator')),
                ('signed_at', models.DateTimeField(null=True, verbose_name='signed by the receiver')),
                ('mandate_at', models.DateTimeField(null=True, verbose_name='mandate confirmed')),
                ('resources_at', models.DateTimeField(null=True, verbose_name='resources confirmed')),
                ('knowledge_at', models.DateTimeField(null=True, verbose_name='knowledge confirmed')),
                ('lacks', models.TextField(blank=True, max_length=2000, verbose_name='what is lacking')),
                ('follow_up_on', models.DateField(null=True, verbose_name='to be followed up by')),
                ('tasks', models.ManyToManyField(related_name='allocations', through='allocation.AllocatedTask', to='allocation.allocationtask')),
                ('units', models.ManyToManyField(related_name='task_allocations', through='allocation.AllocatedUnit', to='organisation.unit')),
            ],
            options={
                'verbose_name': 'allocation of tasks',
                'verbose_name_plural': 'allocations of tasks',
                'ordering': ['-created_at', '-pk'],
                'indexes': [models.Index(fields=['-created_at', '-id'], name='allocation_newest'), models.Index(fields=['receiver', 'status'], name='allocation_received'), models.Index(fields=['allocator', 'status'], name='allocation_given')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('allocator__isnull', False), ('committee__isnull', True), ('kind', 'person')), models.Q(('allocator__isnull', True), ('committee__isnull', False), ('decided_on__isnull', False), ('kind', 'committee')), models.Q(('allocator__isnull', True), ('committee__isnull', True), ('decided_on__isnull', False), ('kind', 'council')), _connector='OR'), name='allocation_by_one', violation_error_message='A political body allocates by a decision that has a date.'), models.CheckConstraint(condition=models.Q(models.Q(('receiver__isnull', False), ('receiver_committee__isnull', True)), models.Q(('receiver__isnull', True), ('receiver_committee__isnull', False)), _connector='OR'), name='allocation_to_one'), models.CheckConstraint(condition=models.Q(('receiver_committee__isnull', True), ('kind', 'council'), _connector='OR'), name='allocation_to_committee_by_council'), models.CheckConstraint(condition=models.Q(('allocator', None), ('receiver', None), models.Q(('allocator', models.F('receiver')), _negated=True), _connector='OR'), name='allocation_not_to_oneself', violation_error_message='Nobody allocates tasks to themselves.'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['signed', 'ended']), _negated=True), ('signed_at__isnull', False), ('receiver', None), _connector='OR'), name='allocation_signed_says_when'), models.CheckConstraint(condition=models.Q(('valid__isempty', False)), name='allocation_lasts_a_day')],
            },
        ),
        migrations.CreateModel(
            name='TaskAllocationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='allocation.taskallocation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('kind', models.CharField(choices=[('person', 'A manager'), ('committee', 'A political committee'), ('council', 'The municipal council')], default='person', max_length=10, verbose_name='allocated by')),
                ('allocator', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='allocator')),
                ('committee', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.committee', verbose_name='committee')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='day of the decision')),
                ('case_number', models.CharField(blank=True, max_length=50, verbose_name='case number')),
                ('receiver', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='receiver')),
                ('receiver_committee', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.committee', verbose_name='committee that receives')),
                ('limited_to', models.CharField(blank=True, max_length=200, verbose_name='only for')),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='valid')),
                ('ends_with_appointment', models.BooleanField(default=False, editable=False)),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('proposed', "Waits for the receiver's signature"), ('signed', 'Signed'), ('returned', 'Given back'), ('ended', 'Ended')], default='draft', max_length=20, verbose_name='status')),
                ('prepared_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='prepared by')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='prepared')),
                ('proposed_at', models.DateTimeField(null=True, verbose_name='signed by the allocator')),
                ('signed_at', models.DateTimeField(null=True, verbose_name='signed by the receiver')),
                ('mandate_at', models.DateTimeField(null=True, verbose_name='mandate confirmed')),
                ('resources_at', models.DateTimeField(null=True, verbose_name='resources confirmed')),
                ('knowledge_at', models.DateTimeField(null=True, verbose_name='knowledge confirmed')),
                ('lacks', models.TextField(blank=True, max_length=2000, verbose_name='what is lacking')),
                ('follow_up_on', models.DateField(null=True, verbose_name='to be followed up by')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TaskAllocationTransition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_status', models.CharField(max_length=30)),
                ('to_status', models.CharField(max_length=30)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('note', models.TextField(blank=True)),
                ('allocation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='transitions', to='allocation.taskallocation')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AllocatedTaskEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='allocation.allocatedtask')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('allocation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='allocation.taskallocation')),
                ('task', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='allocation.allocationtask')),
                ('returned_on', models.DateField(blank=True, null=True, verbose_name='given back on')),
                ('return_reason', models.TextField(blank=True, max_length=2000, verbose_name='why it was given back')),
                ('return_seen_on', models.DateField(blank=True, null=True, verbose_name='seen on')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='allocationtask',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "allocation_allocationtaskevent" ("explanation", "id", "key", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "text", "version", "withdrawn_on") VALUES (OLD."explanation", OLD."id", OLD."key", OLD."order", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."since", OLD."text", OLD."version", OLD."withdrawn_on"); RETURN NULL;', hash='3d9949ed705cf1904b1775aa516867cb95812c5c', operation='UPDATE', pgid='pgtrigger_update_update_0bd44', table='allocation_allocationtask', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='allocationtask',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "allocation_allocationtaskevent" ("explanation", "id", "key", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "text", "version", "withdrawn_on") VALUES (OLD."explanation", OLD."id", OLD."key", OLD."order", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."since", OLD."text", OLD."version", OLD."withdrawn_on"); RETURN NULL;', hash='87f4c8e2ad605d20b31096a5829ba6b1d1d2a7cf', operation='DELETE', pgid='pgtrigger_delete_delete_b1cc0', table='allocation_allocationtask', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assignment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "allocation_assignmentevent" ("id", "kind_id", "name", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "unit_id", "valid") VALUES (OLD."id", OLD."kind_id", OLD."name", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."phone", OLD."unit_id", OLD."valid"); RETURN NULL;', hash='f45753f67b9ba1bdbeab858566ebc2bd77180d65', operation='UPDATE', pgid='pgtrigger_update_update_ee8f0', table='allocation_assignment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assignment',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "allocation_assignmentevent" ("id", "kind_id", "name", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "unit_id", "valid") VALUES (OLD."id", OLD."kind_id", OLD."name", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."unit_id", OLD."valid"); RETURN NULL;', hash='5c44b03af262baca5d02fa4275c7f8dd59845e91', operation='DELETE', pgid='pgtrigger_delete_delete_c551e', table='allocation_assignment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='spancase',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "allocation_spancaseevent" ("action_plan_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status", "unit_id") VALUES (OLD."action_plan_id", OLD."id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."status", OLD."unit_id"); RETURN NULL;', hash='7e58da4ec665637be6081ab5ec04ebf0b6dd292c', operation='UPDATE', pgid='pgtrigger_update_update_b0fa4', table='allocation_spancase', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='spancase',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "allocation_spancaseevent" ("action_plan_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status", "unit_id") VALUES (OLD."action_plan_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."status", OLD."unit_id"); RETURN NULL;', hash='fe988bc29c52d11c571d2d17e04ff2986bad6269', operation='DELETE', pgid='pgtrigger_delete_delete_a43d9', table='allocation_spancase', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='taskallocation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."allocator_id" IS DISTINCT FROM (NEW."allocator_id") OR OLD."case_number" IS DISTINCT FROM (NEW."case_number") OR OLD."committee_id" IS DISTINCT FROM (NEW."committee_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."decided_on" IS DISTINCT FROM (NEW."decided_on") OR OLD."ends_with_appointment" IS DISTINCT FROM (NEW."ends_with_appointment") OR OLD."follow_up_on" IS DISTINCT FROM (NEW."follow_up_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."knowledge_at" IS DISTINCT FROM (NEW."knowledge_at") OR OLD."lacks" IS DISTINCT FROM (NEW."lacks") OR OLD."limited_to" IS DISTINCT FROM (NEW."limited_to") OR OLD."mandate_at" IS DISTINCT FROM (NEW."mandate_at") OR OLD."prepared_by_id" IS DISTINCT FROM (NEW."prepared_by_id") OR OLD."proposed_at" IS DISTINCT FROM (NEW."proposed_at") OR OLD."receiver_id" IS DISTINCT FROM (NEW."receiver_id") OR OLD."receiver_committee_id" IS DISTINCT FROM (NEW."receiver_committee_id") OR OLD."resources_at" IS DISTINCT FROM (NEW."resources_at") OR OLD."signed_at" IS DISTINCT FROM (NEW."signed_at") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."valid" IS DISTINCT FROM (NEW."valid"))', func='INSERT INTO "allocation_taskallocationevent" ("allocator_id", "case_number", "committee_id", "created_at", "decided_on", "ends_with_appointment", "follow_up_on", "id", "kind", "knowledge_at", "lacks", "limited_to", "mandate_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_by_id", "proposed_at", "receiver_committee_id", "receiver_id", "resources_at", "signed_at", "status", "valid") VALUES (OLD."allocator_id", OLD."case_number", OLD."committee_id", OLD."created_at", OLD."decided_on", OLD."ends_with_appointment", OLD."follow_up_on", OLD."id", OLD."kind", OLD."knowledge_at", OLD."lacks", OLD."limited_to", OLD."mandate_at", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."prepared_by_id", OLD."proposed_at", OLD."receiver_committee_id", OLD."receiver_id", OLD."resources_at", OLD."signed_at", OLD."status", OLD."valid"); RETURN NULL;', hash='cb3648fd77a894f680a19f03e1664243b3f5dfc6', operation='UPDATE', pgid='pgtrigger_update_update_cafbf', table='allocation_taskallocation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='taskallocation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "allocation_taskallocationevent" ("allocator_id", "case_number", "committee_id", "created_at", "decided_on", "ends_with_appointment", "follow_up_on", "id", "kind", "knowledge_at", "lacks", "limited_to", "mandate_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_by_id", "proposed_at", "receiver_committee_id", "receiver_id", "resources_at", "signed_at", "status", "valid") VALUES (OLD."allocator_id", OLD."case_number", OLD."committee_id", OLD."created_at", OLD."decided_on", OLD."ends_with_appointment", OLD."follow_up_on", OLD."id", OLD."kind", OLD."knowledge_at", OLD."lacks", OLD."limited_to", OLD."mandate_at", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."prepared_by_id", OLD."proposed_at", OLD."receiver_committee_id", OLD."receiver_id", OLD."resources_at", OLD."signed_at", OLD."status", OLD."valid"); RETURN NULL;', hash='029431cc6fbe44f912593b0c1db709cb29145419', operation='DELETE', pgid='pgtrigger_delete_delete_815fc', table='allocation_taskallocation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='allocatedtask',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "allocation_allocatedtaskevent" ("allocation_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "return_reason", "return_seen_on", "returned_on", "task_id") VALUES (OLD."allocation_id", OLD."id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."return_reason", OLD."return_seen_on", OLD."returned_on", OLD."task_id"); RETURN NULL;', hash='d933b23ef052e33cf33d3c899f0b598134f03835', operation='UPDATE', pgid='pgtrigger_update_update_d8f87', table='allocation_allocatedtask', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='allocatedtask',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "allocation_allocatedtaskevent" ("allocation_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "return_reason", "return_seen_on", "returned_on", "task_id") VALUES (OLD."allocation_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."return_reason", OLD."return_seen_on", OLD."returned_on", OLD."task_id"); RETURN NULL;', hash='b05717fba9fe77e60b0716cf0eb462e2dc2ea40b', operation='DELETE', pgid='pgtrigger_delete_delete_1cf3d', table='allocation_allocatedtask', when='AFTER')),
        ),
    ]
