import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models

from sam.migrating import WholeRoom


class Migration(WholeRoom):

    dependencies = [
        ('governing', '0001_initial'),
        ('organisation', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='IntroductionTemplate',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('series', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('number', models.PositiveSmallIntegerField(default=1, verbose_name='version')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='introduction_templates', to='organisation.unit', verbose_name='unit')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('occupations', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None, verbose_name='occupations')),
                ('is_for_short', models.BooleanField(default=False, verbose_name='for substitutes and short employments')),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('sv', 'Swedish'), ('en', 'English'), ('nn', 'Norwegian Nynorsk'), ('nb', 'Norwegian Bokmål'), ('da', 'Danish')], max_length=10), blank=True, default=list, size=None, verbose_name='further languages')),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('withdrawn', 'No longer in use')], default='draft', max_length=20, verbose_name='status')),
                ('is_offered', models.BooleanField(default=False, verbose_name='offered')),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
            ],
            options={
                'verbose_name': 'template for introductions',
                'verbose_name_plural': 'templates for introductions',
                'ordering': ['name', '-number'],
                'indexes': [models.Index(fields=['name', 'id'], name='introtemplate_by_name')],
                'constraints': [models.UniqueConstraint(fields=('series', 'number'), name='introtemplate_number_once'), models.UniqueConstraint(condition=models.Q(('status', 'draft')), fields=('series',), name='introtemplate_one_draft'), models.UniqueConstraint(condition=models.Q(('is_offered', True)), fields=('series',), name='introtemplate_one_offered'), models.CheckConstraint(condition=models.Q(('is_offered', False), ('status', 'published'), _connector='OR'), name='introtemplate_offered_is_published')],
            },
        ),
        migrations.CreateModel(
            name='SurveyAnswer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
                ('year', models.PositiveSmallIntegerField()),
                ('knew_plan', models.CharField(choices=[('yes', 'Yes'), ('partly', 'Partly'), ('no', 'No')], max_length=10)),
                ('was_used', models.CharField(choices=[('yes', 'Yes'), ('partly', 'Partly'), ('no', 'No')], max_length=10)),
                ('knows_risks', models.CharField(choices=[('yes', 'Yes'), ('partly', 'Partly'), ('no', 'No')], max_length=10)),
                ('knew_whom_to_ask', models.CharField(choices=[('yes', 'Yes'), ('partly', 'Partly'), ('no', 'No')], max_length=10)),
                ('rating', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)])),
            ],
            options={
                'verbose_name': 'answer about the introduction',
                'verbose_name_plural': 'answers about the introduction',
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['year', 'unit'], name='introanswer_by_year')],
                'constraints': [models.CheckConstraint(condition=models.Q(('rating__gte', 1), ('rating__lte', 5)), name='introanswer_rating_is_one_to_five')],
            },
        ),
        migrations.CreateModel(
            name='Introduction',
            fields=[
                ('version', models.PositiveIntegerField(default=0)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='introductions', to=settings.AUTH_USER_MODEL, verbose_name='new employee')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='introductions', to='organisation.unit', verbose_name='unit')),
                ('template', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='introductions', to='introductions.introductiontemplate')),
                ('supervisor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='supervisor')),
                ('starts_on', models.DateField(verbose_name='first day of work')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='last day of a short employment')),
                ('probation_ends_on', models.DateField(blank=True, null=True, verbose_name='probation ends')),
                ('probation_talk_on', models.DateField(blank=True, null=True, verbose_name='talk before the probation ends')),
                ('status', models.CharField(choices=[('running', 'Under way'), ('done', 'Done'), ('cancelled', 'Ended early')], default='running', max_length=20, verbose_name='status')),
                ('begun_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('begun_at', models.DateTimeField(auto_now_add=True, verbose_name='begun')),
            ],
            options={
                'verbose_name': 'introduction',
                'verbose_name_plural': 'introductions',
                'ordering': ['-starts_on', '-pk'],
                'indexes': [models.Index(fields=['unit', '-starts_on'], name='introduction_of_unit'), models.Index(fields=['-starts_on', '-id'], name='introduction_newest')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'running')), fields=('person',), name='introduction_one_at_a_time', violation_error_message='The person is being introduced already.'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='introduction_ends_after_it_began', violation_error_message='The last day comes before the first.'), models.CheckConstraint(condition=models.Q(('probation_ends_on', None), ('probation_ends_on__gt', models.F('starts_on')), _connector='OR'), name='introduction_probation_after_it_began', violation_error_message='The probation ends before it began.')],
            },
        ),
        migrations.CreateModel(
            name='TemplateStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('template', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='introductions.introductiontemplate')),
                ('order', models.PositiveSmallIntegerField()),
                ('titles', models.JSONField(default=dict, verbose_name='what')),
                ('details', models.JSONField(blank=True, default=dict, verbose_name='more about it')),
                ('who', models.CharField(choices=[('manager', 'Manager'), ('supervisor', 'Supervisor'), ('newcomer', 'The new employee')], max_length=20, verbose_name='who does it')),
                ('after_days', models.PositiveSmallIntegerField(choices=[(0, 'Day 1'), (6, 'The first week'), (13, 'Week 2'), (30, 'The first month'), (90, 'Month 3')], verbose_name='when')),
                ('risk', models.CharField(blank=True, choices=[('', 'No'), ('lone_work', 'Lone work'), ('violence', 'Threats and violence'), ('chemicals', 'Chemicals'), ('lifting', 'Lifting and moving'), ('machines', 'Machines and vehicles'), ('infection', 'Infection'), ('fire', 'Fire and evacuation')], max_length=20, verbose_name='about a risk')),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governing.governingdocument', verbose_name='document to read')),
                ('course', models.CharField(blank=True, max_length=200, verbose_name='course')),
            ],
            options={
                'verbose_name': 'step of an introduction',
                'verbose_name_plural': 'steps of an introduction',
                'ordering': ['after_days', 'order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='IntroductionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='introductions.introduction')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='new employee')),
                ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.unit', verbose_name='unit')),
                ('template', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='introductions.introductiontemplate')),
                ('supervisor', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='supervisor')),
                ('starts_on', models.DateField(verbose_name='first day of work')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='last day of a short employment')),
                ('probation_ends_on', models.DateField(blank=True, null=True, verbose_name='probation ends')),
                ('probation_talk_on', models.DateField(blank=True, null=True, verbose_name='talk before the probation ends')),
                ('status', models.CharField(choices=[('running', 'Under way'), ('done', 'Done'), ('cancelled', 'Ended early')], default='running', max_length=20, verbose_name='status')),
                ('begun_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('begun_at', models.DateTimeField(auto_now_add=True, verbose_name='begun')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='IntroductionStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('introduction', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='introductions.introduction')),
                ('template_step', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='introductions.templatestep')),
                ('due_on', models.DateField(verbose_name='due')),
                ('is_shown', models.BooleanField(default=True)),
                ('shown_on', models.DateField(blank=True, null=True, verbose_name='shown on')),
                ('shown_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('confirmed_on', models.DateField(blank=True, null=True, verbose_name='confirmed on')),
                ('skipped_because', models.CharField(blank=True, max_length=300, verbose_name='why it does not concern the person')),
            ],
            options={
                'verbose_name': 'step for a person',
                'verbose_name_plural': 'steps for a person',
                'ordering': ['due_on', 'template_step__order', 'pk'],
                'indexes': [models.Index(condition=models.Q(('confirmed_on', None), ('skipped_because', '')), fields=['introduction', 'due_on'], name='introstep_open')],
                'constraints': [models.UniqueConstraint(fields=('introduction', 'template_step'), name='introstep_once'), models.CheckConstraint(condition=models.Q(models.Q(('shown_by', None), ('shown_on', None)), models.Q(('shown_by__isnull', False), ('shown_on__isnull', False)), _connector='OR'), name='introstep_shown_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='IntroductionTransition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_status', models.CharField(max_length=30)),
                ('to_status', models.CharField(max_length=30)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('note', models.TextField(blank=True)),
                ('introduction', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='transitions', to='introductions.introduction')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SurveyInvitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('introduction', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='invitation', to='introductions.introduction')),
                ('due_on', models.DateField(verbose_name='asked on')),
                ('has_answered', models.BooleanField(default=False, verbose_name='has answered')),
            ],
            options={
                'verbose_name': 'invitation to the survey',
                'verbose_name_plural': 'invitations to the survey',
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='introduction',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."begun_at" IS DISTINCT FROM (NEW."begun_at") OR OLD."begun_by_id" IS DISTINCT FROM (NEW."begun_by_id") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."probation_ends_on" IS DISTINCT FROM (NEW."probation_ends_on") OR OLD."probation_talk_on" IS DISTINCT FROM (NEW."probation_talk_on") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."supervisor_id" IS DISTINCT FROM (NEW."supervisor_id") OR OLD."template_id" IS DISTINCT FROM (NEW."template_id") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id"))', func='INSERT INTO "introductions_introductionevent" ("begun_at", "begun_by_id", "ends_on", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "probation_ends_on", "probation_talk_on", "starts_on", "status", "supervisor_id", "template_id", "unit_id") VALUES (OLD."begun_at", OLD."begun_by_id", OLD."ends_on", OLD."id", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."probation_ends_on", OLD."probation_talk_on", OLD."starts_on", OLD."status", OLD."supervisor_id", OLD."template_id", OLD."unit_id"); RETURN NULL;', hash='f04d5df63918eab1b804a488c4590d306000a048', operation='UPDATE', pgid='pgtrigger_update_update_49a7e', table='introductions_introduction', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='introduction',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "introductions_introductionevent" ("begun_at", "begun_by_id", "ends_on", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "probation_ends_on", "probation_talk_on", "starts_on", "status", "supervisor_id", "template_id", "unit_id") VALUES (OLD."begun_at", OLD."begun_by_id", OLD."ends_on", OLD."id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."probation_ends_on", OLD."probation_talk_on", OLD."starts_on", OLD."status", OLD."supervisor_id", OLD."template_id", OLD."unit_id"); RETURN NULL;', hash='cbfd02a2778607b83ecbc8df1678a453fe0d887f', operation='DELETE', pgid='pgtrigger_delete_delete_70b13', table='introductions_introduction', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='templatestep',
            trigger=pgtrigger.compiler.Trigger(name='frozen_when_published', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE its_status text;', func="\n            SELECT status INTO its_status FROM introductions_introductiontemplate\n            WHERE id = COALESCE(NEW.template_id, OLD.template_id) FOR SHARE;\n            IF its_status IN ('published', 'withdrawn') THEN RAISE EXCEPTION 'The template is published and cannot change.' USING ERRCODE = 'check_violation'; END IF;\n            RETURN COALESCE(NEW, OLD);\n        ", hash='df1276804dd8120d58d32e70cfb0fe8965023972', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_when_published_5bdef', table='introductions_templatestep', when='BEFORE')),
        ),
    ]
