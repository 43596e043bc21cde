import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import sam.dates
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
            name='SupportLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('url', models.URLField(max_length=500, verbose_name='address')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='what one finds there')),
                ('order', models.PositiveSmallIntegerField(default=1, verbose_name='place in the list')),
            ],
            options={
                'verbose_name': 'support material',
                'verbose_name_plural': 'support material',
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='EarlySupport',
            fields=[
                ('version', models.PositiveIntegerField(default=0)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='early_supports', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opened_on', models.DateField(default=sam.dates.today, verbose_name='opened')),
                ('reason', models.CharField(choices=[('short_absence', 'Repeated short absence'), ('overdue_step', 'An adaptation of the work that is late'), ('own_wish', 'The employee has asked for it'), ('seen_at_work', 'What the manager has seen at work'), ('after_event', 'After an event at work')], max_length=20, verbose_name='reason')),
                ('hr_contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name="HR's contact")),
                ('representative_may_read', models.BooleanField(default=False)),
                ('status', models.CharField(choices=[('open', 'Open'), ('closed', 'Closed')], default='open', max_length=20, verbose_name='status')),
                ('outcome', models.CharField(blank=True, choices=[('as_before', 'Works as before'), ('adapted', 'Works with adapted tasks or hours'), ('other_work', 'Has other work'), ('rehabilitation', 'Goes on as rehabilitation'), ('not_needed', 'Was not needed')], max_length=20, verbose_name='how it ended')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed')),
            ],
            options={
                'verbose_name': 'early action',
                'verbose_name_plural': 'early actions',
                'ordering': ['-opened_on', '-pk'],
                'indexes': [models.Index(fields=['unit', '-opened_on'], name='early_support_of_unit')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'open')), fields=('employee',), name='early_support_one_open', violation_error_message='There is one that is open already.'), models.CheckConstraint(condition=models.Q(models.Q(('closed_on', None), ('outcome', ''), ('status', 'open')), models.Q(('closed_on__isnull', False), ('status', 'closed'), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='early_support_closed_says_how'), models.CheckConstraint(condition=models.Q(('opened_by', models.F('employee')), _negated=True), name='early_support_by_another')],
            },
        ),
        migrations.CreateModel(
            name='OpinionCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.unit')),
                ('year', models.PositiveSmallIntegerField()),
                ('question', models.CharField(choices=[('useful', 'Was the talk useful to you?'), ('heard', 'Could you say what you wanted to say?')], max_length=20)),
                ('answer', models.CharField(choices=[('yes', 'Yes'), ('partly', 'Partly'), ('no', 'No')], max_length=10)),
                ('number', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('unit', 'year', 'question', 'answer'), name='opinion_count_once')],
            },
        ),
        migrations.CreateModel(
            name='Preparation',
            fields=[
                ('version', models.PositiveIntegerField(default=0)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('employee', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='preparation', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.unit')),
                ('planned_on', models.DateField(blank=True, null=True, verbose_name='day of the talk')),
                ('parts', models.JSONField(default=list)),
                ('is_shared', models.BooleanField(default=False, verbose_name='shared')),
                ('leader', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('delete_on', models.DateField(verbose_name='deleted on')),
            ],
            options={
                'verbose_name': 'preparation for a talk',
                'verbose_name_plural': 'preparations for talks',
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['delete_on'], name='preparation_delete_on')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('is_shared', False), ('leader', None)), models.Q(('is_shared', True), ('leader__isnull', False)), _connector='OR'), name='preparation_shared_with_somebody'), models.CheckConstraint(condition=models.Q(('leader', models.F('employee')), _negated=True), name='preparation_shared_with_another')],
            },
        ),
        migrations.CreateModel(
            name='SickLeave',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sick_leaves', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
                ('registered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('first_day', models.DateField(verbose_name='first day of absence')),
                ('is_expected_long', models.BooleanField(default=False, verbose_name='expected to last 60 days or more')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='back at work')),
            ],
            options={
                'verbose_name': 'sick leave',
                'verbose_name_plural': 'sick leaves',
                'ordering': ['-first_day', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('employee',), name='sick_leave_one_going_on', violation_error_message='One is registered that goes on.'), models.CheckConstraint(condition=models.Q(('ended_on', None), ('ended_on__gte', models.F('first_day')), _connector='OR'), name='sick_leave_ends_after_it_begins', violation_error_message='It cannot end before it began.')],
            },
        ),
        migrations.CreateModel(
            name='Talk',
            fields=[
                ('version', models.PositiveIntegerField(default=0)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='talks', to=settings.AUTH_USER_MODEL)),
                ('leader', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='talks_led', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='talks', to='organisation.unit')),
                ('kind', models.CharField(choices=[('employee', 'Employee talk'), ('pay', 'Pay talk')], max_length=20, verbose_name='kind of talk')),
                ('held_on', models.DateField(verbose_name='held on')),
                ('asked_about_violence', models.BooleanField(default=False, verbose_name='the question about exposure to violence was asked')),
                ('informed_of_support', models.BooleanField(default=False, verbose_name='information on support was given')),
                ('has_opinion', models.BooleanField(default=False)),
                ('logged_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='logged')),
            ],
            options={
                'verbose_name': 'talk',
                'verbose_name_plural': 'talks',
                'ordering': ['-held_on', '-pk'],
                'indexes': [models.Index(fields=['unit', '-held_on'], name='talk_of_unit'), models.Index(fields=['leader', '-logged_at'], name='talk_logged_by')],
                'constraints': [models.UniqueConstraint(fields=('employee', 'kind', 'held_on'), name='talk_once_a_day', violation_error_message='That talk is logged already.'), models.CheckConstraint(condition=models.Q(('kind', 'employee'), models.Q(('asked_about_violence', False), ('informed_of_support', False)), _connector='OR'), name='talk_about_pay_asks_of_pay', violation_error_message='The question about violence belongs to the employee talk.')],
            },
        ),
        migrations.CreateModel(
            name='TalkCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.unit')),
                ('year', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('employee', 'Employee talk'), ('pay', 'Pay talk')], max_length=20)),
                ('employees', models.PositiveIntegerField()),
                ('held', models.PositiveIntegerField(default=0)),
                ('asked', models.PositiveIntegerField(default=0)),
                ('informed', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('unit', 'year', 'kind'), name='talk_count_once'), models.CheckConstraint(condition=models.Q(('held__lte', models.F('employees')), ('asked__lte', models.F('held')), ('informed__lte', models.F('held'))), name='talk_count_is_of_the_employees')],
            },
        ),
        migrations.CreateModel(
            name='TalkSettings',
            fields=[
                ('version', models.PositiveIntegerField(default=0)),
                ('id', models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ('months_kept', models.PositiveSmallIntegerField(default=14, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)], verbose_name='months for which preparations and goals are kept')),
                ('asks_opinion', models.BooleanField(default=True, verbose_name='employees are asked what the talk was like')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='talk_settings_only_one'), models.CheckConstraint(condition=models.Q(('months_kept__gte', 1), ('months_kept__lte', 60)), name='talk_settings_keep_for_a_time')],
            },
        ),
        migrations.CreateModel(
            name='TalkTemplate',
            fields=[
                ('version', models.PositiveIntegerField(default=0)),
                ('id', models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ('sections', models.JSONField(default=list, verbose_name='sections')),
            ],
            options={
                'verbose_name': 'template for employee talks',
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='talk_template_only_one')],
            },
        ),
        migrations.CreateModel(
            name='AgreedGoal',
            fields=[
                ('version', models.PositiveIntegerField(default=0)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agreed_goals', to=settings.AUTH_USER_MODEL)),
                ('leader', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.unit')),
                ('text', models.TextField(max_length=2000, verbose_name='what we have agreed on')),
                ('follow_up_on', models.DateField(blank=True, null=True, verbose_name='looked at again on')),
                ('outcome', models.CharField(choices=[('open', 'Not looked at yet'), ('reached', 'Reached'), ('partly', 'Partly reached'), ('not_reached', 'Not reached')], default='open', max_length=20, verbose_name='how it went')),
                ('delete_on', models.DateField(verbose_name='deleted on')),
            ],
            options={
                'verbose_name': 'agreed goal',
                'verbose_name_plural': 'agreed goals',
                'ordering': ['follow_up_on', 'pk'],
                'indexes': [models.Index(fields=['delete_on'], name='agreed_goal_delete_on')],
                'constraints': [models.CheckConstraint(condition=models.Q(('leader', models.F('employee')), _negated=True), name='agreed_goal_is_of_two')],
            },
        ),
        migrations.CreateModel(
            name='EarlyStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('support', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='talks.earlysupport')),
                ('kind', models.CharField(choices=[('talk', 'Talk with the employee'), ('adaptation', 'Adapt tasks or hours'), ('plan', 'Write the plan in the system for rehabilitation'), ('health_service', 'Meet the occupational health service'), ('authority', 'Meet the insurance authority'), ('follow_up', 'Follow-up talk')], max_length=20, verbose_name='step')),
                ('due_on', models.DateField(verbose_name='to be done by')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='done')),
            ],
            options={
                'verbose_name': 'step',
                'verbose_name_plural': 'steps',
                'ordering': ['due_on', 'pk'],
                'indexes': [models.Index(condition=models.Q(('done_on', None)), fields=['due_on'], name='early_step_undone')],
            },
        ),
        migrations.CreateModel(
            name='LeaveMilestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('leave', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='milestones', to='talks.sickleave')),
                ('code', models.CharField(max_length=30)),
                ('due_on', models.DateField(verbose_name='to be done by')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='done')),
            ],
            options={
                'verbose_name': 'milestone',
                'verbose_name_plural': 'milestones',
                'ordering': ['due_on', 'pk'],
                'indexes': [models.Index(condition=models.Q(('done_on', None)), fields=['due_on'], name='leave_milestone_undone')],
                'constraints': [models.UniqueConstraint(fields=('leave', 'code'), name='leave_milestone_once')],
            },
        ),
        migrations.CreateModel(
            name='EarlyReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('support', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='talks.earlysupport')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['support', '-at'], name='early_reading_newest')],
            },
        ),
        migrations.CreateModel(
            name='EarlySupportEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='talks.earlysupport')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('employee', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.unit')),
                ('opened_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('opened_on', models.DateField(default=sam.dates.today, verbose_name='opened')),
                ('reason', models.CharField(choices=[('short_absence', 'Repeated short absence'), ('overdue_step', 'An adaptation of the work that is late'), ('own_wish', 'The employee has asked for it'), ('seen_at_work', 'What the manager has seen at work'), ('after_event', 'After an event at work')], max_length=20, verbose_name='reason')),
                ('hr_contact', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name="HR's contact")),
                ('representative_may_read', models.BooleanField(default=False)),
                ('status', models.CharField(choices=[('open', 'Open'), ('closed', 'Closed')], default='open', max_length=20, verbose_name='status')),
                ('outcome', models.CharField(blank=True, choices=[('as_before', 'Works as before'), ('adapted', 'Works with adapted tasks or hours'), ('other_work', 'Has other work'), ('rehabilitation', 'Goes on as rehabilitation'), ('not_needed', 'Was not needed')], max_length=20, verbose_name='how it ended')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EarlySupportTransition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_status', models.CharField(max_length=30)),
                ('to_status', models.CharField(max_length=30)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('note', models.TextField(blank=True)),
                ('support', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='transitions', to='talks.earlysupport')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SickLeaveEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='talks.sickleave')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('employee', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.unit')),
                ('registered_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('first_day', models.DateField(verbose_name='first day of absence')),
                ('is_expected_long', models.BooleanField(default=False, verbose_name='expected to last 60 days or more')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='back at work')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TalkEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='talks.talk')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('employee', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('leader', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.unit')),
                ('kind', models.CharField(choices=[('employee', 'Employee talk'), ('pay', 'Pay talk')], max_length=20, verbose_name='kind of talk')),
                ('held_on', models.DateField(verbose_name='held on')),
                ('asked_about_violence', models.BooleanField(default=False, verbose_name='the question about exposure to violence was asked')),
                ('informed_of_support', models.BooleanField(default=False, verbose_name='information on support was given')),
                ('logged_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='logged')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EarlyStepEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='talks.earlystep')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('support', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='talks.earlysupport')),
                ('kind', models.CharField(choices=[('talk', 'Talk with the employee'), ('adaptation', 'Adapt tasks or hours'), ('plan', 'Write the plan in the system for rehabilitation'), ('health_service', 'Meet the occupational health service'), ('authority', 'Meet the insurance authority'), ('follow_up', 'Follow-up talk')], max_length=20, verbose_name='step')),
                ('due_on', models.DateField(verbose_name='to be done by')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='done')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='LeaveMilestoneEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='talks.leavemilestone')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('leave', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='talks.sickleave')),
                ('code', models.CharField(max_length=30)),
                ('due_on', models.DateField(verbose_name='to be done by')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='done')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='earlysupport',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."closed_on" IS DISTINCT FROM (NEW."closed_on") OR OLD."employee_id" IS DISTINCT FROM (NEW."employee_id") OR OLD."hr_contact_id" IS DISTINCT FROM (NEW."hr_contact_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."opened_by_id" IS DISTINCT FROM (NEW."opened_by_id") OR OLD."opened_on" IS DISTINCT FROM (NEW."opened_on") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."representative_may_read" IS DISTINCT FROM (NEW."representative_may_read") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id"))', func='INSERT INTO "talks_earlysupportevent" ("closed_on", "employee_id", "hr_contact_id", "id", "opened_by_id", "opened_on", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "representative_may_read", "status", "unit_id") VALUES (OLD."closed_on", OLD."employee_id", OLD."hr_contact_id", OLD."id", OLD."opened_by_id", OLD."opened_on", OLD."outcome", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."reason", OLD."representative_may_read", OLD."status", OLD."unit_id"); RETURN NULL;', hash='202a20e01c8fe3690f3af5f70b4c09673f48c76a', operation='UPDATE', pgid='pgtrigger_update_update_2c65b', table='talks_earlysupport', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='earlysupport',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "talks_earlysupportevent" ("closed_on", "employee_id", "hr_contact_id", "id", "opened_by_id", "opened_on", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "representative_may_read", "status", "unit_id") VALUES (OLD."closed_on", OLD."employee_id", OLD."hr_contact_id", OLD."id", OLD."opened_by_id", OLD."opened_on", OLD."outcome", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."representative_may_read", OLD."status", OLD."unit_id"); RETURN NULL;', hash='808cd56d568487e29185927a8bc164a0ea1c1bef', operation='DELETE', pgid='pgtrigger_delete_delete_c26f5', table='talks_earlysupport', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='earlystep',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "talks_earlystepevent" ("done_on", "due_on", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "support_id") VALUES (OLD."done_on", OLD."due_on", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."support_id"); RETURN NULL;', hash='611d51687b6cb368849a40bcb82626e4883f0e7e', operation='UPDATE', pgid='pgtrigger_update_update_17fe1', table='talks_earlystep', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='earlystep',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "talks_earlystepevent" ("done_on", "due_on", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "support_id") VALUES (OLD."done_on", OLD."due_on", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."support_id"); RETURN NULL;', hash='792ffd43fcd8a553657cf7b54ecaebab938b9d74', operation='DELETE', pgid='pgtrigger_delete_delete_6170c', table='talks_earlystep', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sickleave',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "talks_sickleaveevent" ("employee_id", "ended_on", "first_day", "id", "is_expected_long", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_by_id", "unit_id") VALUES (OLD."employee_id", OLD."ended_on", OLD."first_day", OLD."id", OLD."is_expected_long", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."registered_by_id", OLD."unit_id"); RETURN NULL;', hash='02cdaf8d5c31b421d2560130f1fb253e2aa84940', operation='UPDATE', pgid='pgtrigger_update_update_e34c0', table='talks_sickleave', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sickleave',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "talks_sickleaveevent" ("employee_id", "ended_on", "first_day", "id", "is_expected_long", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_by_id", "unit_id") VALUES (OLD."employee_id", OLD."ended_on", OLD."first_day", OLD."id", OLD."is_expected_long", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."registered_by_id", OLD."unit_id"); RETURN NULL;', hash='5095dc7e68bc0e7c9136f65431319d85b2c20f2d', operation='DELETE', pgid='pgtrigger_delete_delete_23d73', table='talks_sickleave', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='leavemilestone',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "talks_leavemilestoneevent" ("code", "done_on", "due_on", "id", "leave_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."code", OLD."done_on", OLD."due_on", OLD."id", OLD."leave_id", _pgh_attach_context(), NOW(), \'update\', OLD."id"); RETURN NULL;', hash='9c25eb8567edc7f8b31f562da9441b08c311a824', operation='UPDATE', pgid='pgtrigger_update_update_6ff35', table='talks_leavemilestone', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='leavemilestone',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "talks_leavemilestoneevent" ("code", "done_on", "due_on", "id", "leave_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."code", OLD."done_on", OLD."due_on", OLD."id", OLD."leave_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='881a1cae91c603b118693fd5f5a60ac5de28ed7d', operation='DELETE', pgid='pgtrigger_delete_delete_a258c', table='talks_leavemilestone', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='talk',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."asked_about_violence" IS DISTINCT FROM (NEW."asked_about_violence") OR OLD."employee_id" IS DISTINCT FROM (NEW."employee_id") OR OLD."held_on" IS DISTINCT FROM (NEW."held_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."informed_of_support" IS DISTINCT FROM (NEW."informed_of_support") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."leader_id" IS DISTINCT FROM (NEW."leader_id") OR OLD."logged_at" IS DISTINCT FROM (NEW."logged_at") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id"))', func='INSERT INTO "talks_talkevent" ("asked_about_violence", "employee_id", "held_on", "id", "informed_of_support", "kind", "leader_id", "logged_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id") VALUES (OLD."asked_about_violence", OLD."employee_id", OLD."held_on", OLD."id", OLD."informed_of_support", OLD."kind", OLD."leader_id", OLD."logged_at", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."unit_id"); RETURN NULL;', hash='a073ebeff3550573c82b97108ef601c335e050bb', operation='UPDATE', pgid='pgtrigger_update_update_2b321', table='talks_talk', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='talk',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "talks_talkevent" ("asked_about_violence", "employee_id", "held_on", "id", "informed_of_support", "kind", "leader_id", "logged_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id") VALUES (OLD."asked_about_violence", OLD."employee_id", OLD."held_on", OLD."id", OLD."informed_of_support", OLD."kind", OLD."leader_id", OLD."logged_at", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."unit_id"); RETURN NULL;', hash='074e07f3d7d967e48ee81cc5e3b4de8f668abf37', operation='DELETE', pgid='pgtrigger_delete_delete_08c8c', table='talks_talk', when='AFTER')),
        ),
    ]
