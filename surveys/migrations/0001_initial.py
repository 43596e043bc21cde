import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import surveys.models.surveys
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
            name='ImportMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('headings', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), size=None, unique=True)),
                ('columns', models.JSONField(default=dict)),
                ('scale', models.CharField(default='index', max_length=20)),
            ],
        ),
        migrations.CreateModel(
            name='Theme',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(db_collation='swedish', max_length=100, unique=True, verbose_name='name')),
                ('kind', models.CharField(choices=[('mark', 'What marks how we work together'), ('quality', 'Dimension of quality'), ('other', 'Something else')], default='mark', max_length=20, verbose_name='kind')),
                ('description', models.TextField(blank=True, max_length=1000, verbose_name='what it means')),
                ('also_called', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), blank=True, default=list, size=None, verbose_name='also called')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='place')),
                ('is_used', models.BooleanField(default=True, verbose_name='is used in new surveys')),
            ],
            options={
                'verbose_name': 'theme',
                'verbose_name_plural': 'themes',
                'ordering': ['order', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Questionnaire',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=60, verbose_name='code')),
                ('version', models.PositiveSmallIntegerField(verbose_name='version')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=5), size=None, verbose_name='languages')),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published')], default='draft', max_length=20, verbose_name='status')),
            ],
            options={
                'verbose_name': 'questionnaire',
                'verbose_name_plural': 'questionnaires',
                'ordering': ['name', '-version'],
                'constraints': [models.UniqueConstraint(fields=('code', 'version'), name='questionnaire_version'), models.UniqueConstraint(condition=models.Q(('status', 'draft')), fields=('code',), name='questionnaire_one_draft', violation_error_message='There is a draft of it already.')],
            },
        ),
        migrations.CreateModel(
            name='ResultImport',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200, verbose_name='name of the survey')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.unit')),
                ('file_name', models.CharField(max_length=255, verbose_name='file')),
                ('sheet', models.JSONField()),
                ('columns', models.JSONField(default=dict)),
                ('scale', models.CharField(default='index', max_length=20)),
                ('taken_in_at', models.DateTimeField(blank=True, null=True, verbose_name='taken in')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='sent')),
            ],
            options={
                'verbose_name': 'import of results',
                'verbose_name_plural': 'imports of results',
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='SurveySettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('minimum_group', models.PositiveSmallIntegerField(default=5, validators=[django.core.validators.MinValueValidator(3), django.core.validators.MaxValueValidator(50)], verbose_name='fewest answers that a figure is shown of')),
                ('minimum_for_texts', models.PositiveSmallIntegerField(default=15, validators=[django.core.validators.MinValueValidator(3), django.core.validators.MaxValueValidator(500)], verbose_name='fewest answers that what people wrote is shown of')),
                ('low_index', models.PositiveSmallIntegerField(default=60, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='index under which a measure is proposed')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='surveysettings_only_one'), models.CheckConstraint(condition=models.Q(('minimum_group__gte', 3), ('minimum_for_texts__gte', models.F('minimum_group'))), name='surveysettings_texts_of_more_people', violation_error_message='What people wrote is not shown of fewer than the figures are.')],
            },
        ),
        migrations.CreateModel(
            name='QuestionGroup',
            fields=[
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='place')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='groups', to='surveys.questionnaire')),
                ('title', models.JSONField(default=dict, verbose_name='heading')),
                ('theme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='groups', to='surveys.theme', verbose_name='theme')),
            ],
            options={
                'verbose_name': 'group of questions',
                'verbose_name_plural': 'groups of questions',
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Survey',
            fields=[
                ('version', models.PositiveIntegerField(default=0)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(db_collation='swedish', max_length=200, verbose_name='name')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='surveys', to='organisation.unit', verbose_name='for whom')),
                ('questionnaire', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='surveys', to='surveys.questionnaire', verbose_name='questionnaire')),
                ('opens_on', models.DateField(verbose_name='first day')),
                ('closes_on', models.DateField(verbose_name='last day')),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=5), default=list, size=None, verbose_name='languages')),
                ('minimum_group', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(3)], verbose_name='fewest answers that a figure is shown of')),
                ('minimum_for_texts', models.PositiveSmallIntegerField(verbose_name='fewest answers that what people wrote is shown of')),
                ('low_index', models.PositiveSmallIntegerField(verbose_name='index under which a measure is proposed')),
                ('follow_up_due_on', models.DateField(verbose_name='workplaces have followed up by')),
                ('status', models.CharField(choices=[('draft', 'In preparation'), ('open', 'Open'), ('closed', 'Closed'), ('published', 'Published')], default='draft', max_length=20, verbose_name='status')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'survey',
                'verbose_name_plural': 'surveys',
                'ordering': ['-year', '-closes_on', 'pk'],
                'indexes': [models.Index(fields=['-closes_on', '-id'], name='survey_newest'), models.Index(fields=['unit', '-closes_on'], name='survey_of_unit')],
                'constraints': [models.CheckConstraint(condition=models.Q(('closes_on__gte', models.F('opens_on'))), name='survey_ends_after_it_begins', violation_error_message='The last day is before the first.'), models.CheckConstraint(condition=models.Q(('follow_up_due_on__gte', models.F('closes_on'))), name='survey_followed_up_after_it_ends', violation_error_message='The workplaces cannot have followed it up before it ends.'), models.CheckConstraint(condition=models.Q(('minimum_group__gte', 3), ('minimum_for_texts__gte', models.F('minimum_group'))), name='survey_texts_of_more_people', violation_error_message='What people wrote is not shown of fewer than the figures are.'), models.CheckConstraint(condition=models.Q(models.Q(('closed_on', None), ('status__in', ['draft', 'open'])), models.Q(('closed_on__isnull', False), ('status__in', ['closed', 'published'])), _connector='OR'), name='survey_closed_says_when')],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='place')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='surveys.questiongroup')),
                ('kind', models.CharField(choices=[('agree', 'How much one agrees, from 1 to 5'), ('often', 'How often, from 1 to 5'), ('satisfied', 'How satisfied one is, from 1 to 5'), ('yes_no', 'Yes or no'), ('choice', 'One of several'), ('text', "In one's own words")], default='agree', max_length=20, verbose_name='kind of answer')),
                ('wording', models.JSONField(default=dict, verbose_name='question')),
                ('choices', models.JSONField(blank=True, default=list, verbose_name='what to choose among')),
            ],
            options={
                'verbose_name': 'question',
                'verbose_name_plural': 'questions',
                'ordering': ['order', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'choice'), _negated=True), models.Q(('choices', []), _negated=True), _connector='OR'), name='question_choice_has_choices')],
            },
        ),
        migrations.CreateModel(
            name='Recipient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recipients', to='surveys.survey')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('has_answered', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('has_answered', False)), fields=['person'], name='recipient_to_answer')],
                'constraints': [models.UniqueConstraint(fields=('survey', 'person'), name='recipient_once')],
            },
        ),
        migrations.CreateModel(
            name='AnswerSheet',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sheets', to='surveys.survey')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
                ('answers', models.JSONField()),
            ],
            options={
                'indexes': [models.Index(fields=['survey', 'unit'], name='sheet_of_unit')],
            },
        ),
        migrations.CreateModel(
            name='SurveyEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='surveys.survey')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('name', models.CharField(db_collation='swedish', max_length=200, verbose_name='name')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.unit', verbose_name='for whom')),
                ('questionnaire', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='surveys.questionnaire', verbose_name='questionnaire')),
                ('opens_on', models.DateField(verbose_name='first day')),
                ('closes_on', models.DateField(verbose_name='last day')),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=5), default=list, size=None, verbose_name='languages')),
                ('minimum_group', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(3)], verbose_name='fewest answers that a figure is shown of')),
                ('minimum_for_texts', models.PositiveSmallIntegerField(verbose_name='fewest answers that what people wrote is shown of')),
                ('low_index', models.PositiveSmallIntegerField(verbose_name='index under which a measure is proposed')),
                ('follow_up_due_on', models.DateField(verbose_name='workplaces have followed up by')),
                ('status', models.CharField(choices=[('draft', 'In preparation'), ('open', 'Open'), ('closed', 'Closed'), ('published', 'Published')], default='draft', max_length=20, verbose_name='status')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed')),
                ('created_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SurveyTheme',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='themes', to='surveys.survey')),
                ('theme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='in_surveys', to='surveys.theme')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('order', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['order', 'name'],
                'constraints': [models.UniqueConstraint(fields=('survey', 'theme'), name='surveytheme_once')],
            },
        ),
        migrations.CreateModel(
            name='SurveyTransition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_status', models.CharField(max_length=30)),
                ('to_status', models.CharField(max_length=30)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('note', models.TextField(blank=True)),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='transitions', to='surveys.survey')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SurveyUnit',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='surveys.survey')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='survey_parts', to='organisation.unit')),
                ('name', models.CharField(db_collation='swedish', max_length=200, verbose_name='name')),
                ('level', models.CharField(choices=[('municipality', 'Municipality'), ('administration', 'Administration'), ('department', 'Department'), ('unit', 'Unit')], max_length=20, verbose_name='level')),
                ('lineage', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                ('recipients', models.PositiveIntegerField(default=0, verbose_name='asked by e-mail')),
                ('by_code', models.PositiveIntegerField(default=0, verbose_name='asked by code')),
                ('answered_by_code', models.PositiveIntegerField(default=0)),
                ('code', models.CharField(default=surveys.models.surveys.new_code, editable=False, max_length=20, unique=True)),
                ('asked', models.PositiveIntegerField(default=0, verbose_name='asked')),
                ('answered', models.PositiveIntegerField(default=0, verbose_name='answered')),
                ('is_shown', models.BooleanField(default=False, verbose_name='results are shown')),
                ('shows_texts', models.BooleanField(default=False, verbose_name='what people wrote is shown')),
            ],
            options={
                'verbose_name': 'part of a survey',
                'verbose_name_plural': 'parts of surveys',
                'ordering': ['name', 'pk'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['lineage'], name='surveyunit_lineage')],
                'constraints': [models.UniqueConstraint(fields=('survey', 'unit'), name='surveyunit_once'), models.CheckConstraint(condition=models.Q(('answered_by_code__lte', models.F('by_code'))), name='surveyunit_code_used_by_as_many_as_asked')],
            },
        ),
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('version', models.PositiveIntegerField(default=0)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='surveys.survey', verbose_name='survey')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='survey_follow_ups', to='organisation.unit', verbose_name='unit')),
                ('held_on', models.DateField(blank=True, null=True, verbose_name='staff meeting')),
                ('note', models.TextField(blank=True, max_length=5000, verbose_name='what we talked about')),
                ('asked_to_sign', models.BooleanField(default=False)),
                ('signed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='signed by')),
                ('signed_at', models.DateTimeField(blank=True, null=True, verbose_name='signed')),
                ('signature_note', models.TextField(blank=True, max_length=2000, verbose_name="the safety representative's word")),
                ('unsigned_because', models.TextField(blank=True, max_length=1000, verbose_name='why it is not signed')),
                ('edition', models.PositiveSmallIntegerField(default=1, verbose_name='edition')),
                ('sent_on', models.DateField(blank=True, null=True, verbose_name='sent')),
                ('answer', models.TextField(blank=True, max_length=2000, verbose_name='answer from the head')),
                ('status', models.CharField(choices=[('open', 'Being worked on'), ('sent', 'Sent'), ('returned', 'Sent back'), ('read', 'Read')], default='open', max_length=20, verbose_name='status')),
                ('action_plan', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='actionplans.actionplan', verbose_name='action plan')),
                ('themes', models.ManyToManyField(related_name='chosen_by', to='surveys.surveytheme', verbose_name='what was chosen')),
            ],
            options={
                'verbose_name': 'follow-up of a survey',
                'verbose_name_plural': 'follow-ups of surveys',
                'ordering': ['survey', 'unit__name', 'pk'],
                'indexes': [models.Index(fields=['unit', 'status'], name='followup_of_unit')],
                'constraints': [models.UniqueConstraint(fields=('survey', 'unit'), name='followup_once'), models.CheckConstraint(condition=models.Q(models.Q(('signed_at', None), ('signed_by', None)), models.Q(('signed_at__isnull', False), ('signed_by__isnull', False)), _connector='OR'), name='followup_signed_says_by_whom'), models.CheckConstraint(condition=models.Q(('status__in', ['open', 'returned']), models.Q(('held_on__isnull', False), ('sent_on__isnull', False), models.Q(('signed_at__isnull', False), models.Q(('unsigned_because', ''), _negated=True), _connector='OR')), _connector='OR'), name='followup_sent_is_whole')],
            },
        ),
        migrations.CreateModel(
            name='FreeText',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='surveys.survey')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='surveys.question')),
                ('text', models.TextField(max_length=2000)),
            ],
            options={
                'indexes': [models.Index(fields=['survey', 'unit'], name='text_of_unit')],
            },
        ),
        migrations.CreateModel(
            name='AnswerLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='surveys.survey')),
                ('recipient', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='links', to='surveys.recipient')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name='Value',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='values', to='surveys.surveyunit')),
                ('theme', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='values', to='surveys.surveytheme')),
                ('question', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='values', to='surveys.question')),
                ('answers', models.PositiveIntegerField(verbose_name='answers')),
                ('index', models.DecimalField(decimal_places=1, max_digits=4, null=True, verbose_name='index')),
                ('agreeing', models.DecimalField(decimal_places=1, max_digits=4, null=True, verbose_name='per cent who agree')),
                ('counts', models.JSONField(default=dict)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('question__isnull', False), ('theme', None)), models.Q(('question', None), ('theme__isnull', False)), _connector='OR'), name='value_of_theme_or_question'), models.CheckConstraint(condition=models.Q(('index', None), ('index__range', (0, 100)), _connector='OR'), name='value_index_of_a_hundred'), models.UniqueConstraint(condition=models.Q(('question', None)), fields=('part', 'theme'), name='value_once_of_theme'), models.UniqueConstraint(condition=models.Q(('theme', None)), fields=('part', 'question'), name='value_once_of_question')],
            },
        ),
        migrations.CreateModel(
            name='FollowUpTransition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_status', models.CharField(max_length=30)),
                ('to_status', models.CharField(max_length=30)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('note', models.TextField(blank=True)),
                ('follow_up', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='transitions', to='surveys.followup')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MunicipalMeasure',
            fields=[
                ('measure', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='municipal', serialize=False, to='actionplans.measure')),
                ('follow_up', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='municipal_measures', to='surveys.followup')),
                ('reason', models.CharField(max_length=1000, verbose_name='why it needs the municipality')),
                ('marked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['follow_up__unit__name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='FollowUpEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='surveys.followup')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('survey', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='surveys.survey', verbose_name='survey')),
                ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.unit', verbose_name='unit')),
                ('held_on', models.DateField(blank=True, null=True, verbose_name='staff meeting')),
                ('note', models.TextField(blank=True, max_length=5000, verbose_name='what we talked about')),
                ('asked_to_sign', models.BooleanField(default=False)),
                ('signed_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='signed by')),
                ('signed_at', models.DateTimeField(blank=True, null=True, verbose_name='signed')),
                ('signature_note', models.TextField(blank=True, max_length=2000, verbose_name="the safety representative's word")),
                ('unsigned_because', models.TextField(blank=True, max_length=1000, verbose_name='why it is not signed')),
                ('edition', models.PositiveSmallIntegerField(default=1, verbose_name='edition')),
                ('sent_on', models.DateField(blank=True, null=True, verbose_name='sent')),
                ('answer', models.TextField(blank=True, max_length=2000, verbose_name='answer from the head')),
                ('status', models.CharField(choices=[('open', 'Being worked on'), ('sent', 'Sent'), ('returned', 'Sent back'), ('read', 'Read')], default='open', max_length=20, verbose_name='status')),
                ('action_plan', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='actionplans.actionplan', verbose_name='action plan')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FollowUpEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('follow_up', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='editions', to='surveys.followup')),
                ('number', models.PositiveSmallIntegerField(verbose_name='edition')),
                ('content', models.JSONField()),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sent_at', models.DateTimeField(auto_now_add=True, verbose_name='sent')),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('follow_up', 'number'), name='followupedition_number')],
            },
        ),
        migrations.CreateModel(
            name='Matter',
            fields=[
                ('version', models.PositiveIntegerField(default=0)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='matters', to='surveys.survey', verbose_name='survey')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
                ('kind', models.CharField(choices=[('council', 'Information to the council'), ('measures', 'Measures to the work-environment committee')], max_length=20, verbose_name='kind')),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('text', models.TextField(max_length=20000, verbose_name='text')),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('sent', 'Sent'), ('decided', 'Decided')], default='draft', max_length=20, verbose_name='status')),
                ('decision', models.CharField(blank=True, max_length=100, verbose_name='decision')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='day of the decision')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('action_plan', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='survey_matter', to='actionplans.actionplan', verbose_name='action plan')),
                ('proposed', models.ManyToManyField(blank=True, related_name='proposed_in', to='surveys.municipalmeasure')),
            ],
            options={
                'verbose_name': 'matter about a survey',
                'verbose_name_plural': 'matters about surveys',
                'ordering': ['survey', 'kind'],
                'constraints': [models.UniqueConstraint(fields=('survey', 'kind'), name='matter_once'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'decided'), _negated=True), models.Q(('decided_on__isnull', False), models.Q(('decision', ''), _negated=True)), _connector='OR'), name='matter_decided_says_what')],
            },
        ),
        migrations.CreateModel(
            name='MatterTransition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_status', models.CharField(max_length=30)),
                ('to_status', models.CharField(max_length=30)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('note', models.TextField(blank=True)),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='transitions', to='surveys.matter')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MatterEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='surveys.matter')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('survey', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='surveys.survey', verbose_name='survey')),
                ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.unit')),
                ('kind', models.CharField(choices=[('council', 'Information to the council'), ('measures', 'Measures to the work-environment committee')], max_length=20, verbose_name='kind')),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('text', models.TextField(max_length=20000, verbose_name='text')),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('sent', 'Sent'), ('decided', 'Decided')], default='draft', max_length=20, verbose_name='status')),
                ('decision', models.CharField(blank=True, max_length=100, verbose_name='decision')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='day of the decision')),
                ('created_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('action_plan', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='actionplans.actionplan', verbose_name='action plan')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='followupedition',
            trigger=pgtrigger.compiler.Trigger(name='stays_as_sent', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='ea1771c7bf068f454cb661986e8462f8f13e4509', operation='UPDATE', pgid='pgtrigger_stays_as_sent_3341c', table='surveys_followupedition', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='survey',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."closed_on" IS DISTINCT FROM (NEW."closed_on") OR OLD."closes_on" IS DISTINCT FROM (NEW."closes_on") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."follow_up_due_on" IS DISTINCT FROM (NEW."follow_up_due_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."languages" IS DISTINCT FROM (NEW."languages") OR OLD."low_index" IS DISTINCT FROM (NEW."low_index") OR OLD."minimum_for_texts" IS DISTINCT FROM (NEW."minimum_for_texts") OR OLD."minimum_group" IS DISTINCT FROM (NEW."minimum_group") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."opens_on" IS DISTINCT FROM (NEW."opens_on") OR OLD."questionnaire_id" IS DISTINCT FROM (NEW."questionnaire_id") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id") OR OLD."year" IS DISTINCT FROM (NEW."year"))', func='INSERT INTO "surveys_surveyevent" ("closed_on", "closes_on", "created_by_id", "follow_up_due_on", "id", "languages", "low_index", "minimum_for_texts", "minimum_group", "name", "opens_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "questionnaire_id", "status", "unit_id", "year") VALUES (OLD."closed_on", OLD."closes_on", OLD."created_by_id", OLD."follow_up_due_on", OLD."id", OLD."languages", OLD."low_index", OLD."minimum_for_texts", OLD."minimum_group", OLD."name", OLD."opens_on", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."questionnaire_id", OLD."status", OLD."unit_id", OLD."year"); RETURN NULL;', hash='bf95a56a543be08855da5347788ecca0c594f014', operation='UPDATE', pgid='pgtrigger_update_update_7c6a9', table='surveys_survey', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='survey',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "surveys_surveyevent" ("closed_on", "closes_on", "created_by_id", "follow_up_due_on", "id", "languages", "low_index", "minimum_for_texts", "minimum_group", "name", "opens_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "questionnaire_id", "status", "unit_id", "year") VALUES (OLD."closed_on", OLD."closes_on", OLD."created_by_id", OLD."follow_up_due_on", OLD."id", OLD."languages", OLD."low_index", OLD."minimum_for_texts", OLD."minimum_group", OLD."name", OLD."opens_on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."questionnaire_id", OLD."status", OLD."unit_id", OLD."year"); RETURN NULL;', hash='0286b563054bf114654412d4b37ffc015b93e693', operation='DELETE', pgid='pgtrigger_delete_delete_0ba4d', table='surveys_survey', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='matter',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."action_plan_id" IS DISTINCT FROM (NEW."action_plan_id") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."decided_on" IS DISTINCT FROM (NEW."decided_on") OR OLD."decision" IS DISTINCT FROM (NEW."decision") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."survey_id" IS DISTINCT FROM (NEW."survey_id") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id"))', func='INSERT INTO "surveys_matterevent" ("action_plan_id", "created_by_id", "decided_on", "decision", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status", "survey_id", "text", "title", "unit_id") VALUES (OLD."action_plan_id", OLD."created_by_id", OLD."decided_on", OLD."decision", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."status", OLD."survey_id", OLD."text", OLD."title", OLD."unit_id"); RETURN NULL;', hash='cc35af32446a7aa1657bb2a9e68fdfdf78ef58ed', operation='UPDATE', pgid='pgtrigger_update_update_d7033', table='surveys_matter', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='matter',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "surveys_matterevent" ("action_plan_id", "created_by_id", "decided_on", "decision", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status", "survey_id", "text", "title", "unit_id") VALUES (OLD."action_plan_id", OLD."created_by_id", OLD."decided_on", OLD."decision", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."status", OLD."survey_id", OLD."text", OLD."title", OLD."unit_id"); RETURN NULL;', hash='d057c04844bf3bced4bdf91fa7cc5db8678a62f1', operation='DELETE', pgid='pgtrigger_delete_delete_8f40b', table='surveys_matter', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='followup',
            trigger=pgtrigger.compiler.Trigger(name='stays_as_sent', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."status" IN (\'sent\', \'read\'))', func='RAISE EXCEPTION \'pgtrigger: Cannot update of "held_on", "note" rows from % table\', TG_TABLE_NAME;', hash='85a55c9741b2a8e8453f3b4ffcc38a179a8e0149', operation='UPDATE OF "held_on", "note"', pgid='pgtrigger_stays_as_sent_15c2c', table='surveys_followup', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='followup',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."action_plan_id" IS DISTINCT FROM (NEW."action_plan_id") OR OLD."answer" IS DISTINCT FROM (NEW."answer") OR OLD."asked_to_sign" IS DISTINCT FROM (NEW."asked_to_sign") OR OLD."edition" IS DISTINCT FROM (NEW."edition") OR OLD."held_on" IS DISTINCT FROM (NEW."held_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."sent_on" IS DISTINCT FROM (NEW."sent_on") OR OLD."signature_note" IS DISTINCT FROM (NEW."signature_note") OR OLD."signed_at" IS DISTINCT FROM (NEW."signed_at") OR OLD."signed_by_id" IS DISTINCT FROM (NEW."signed_by_id") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."survey_id" IS DISTINCT FROM (NEW."survey_id") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id") OR OLD."unsigned_because" IS DISTINCT FROM (NEW."unsigned_because"))', func='INSERT INTO "surveys_followupevent" ("action_plan_id", "answer", "asked_to_sign", "edition", "held_on", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_on", "signature_note", "signed_at", "signed_by_id", "status", "survey_id", "unit_id", "unsigned_because") VALUES (OLD."action_plan_id", OLD."answer", OLD."asked_to_sign", OLD."edition", OLD."held_on", OLD."id", OLD."note", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."sent_on", OLD."signature_note", OLD."signed_at", OLD."signed_by_id", OLD."status", OLD."survey_id", OLD."unit_id", OLD."unsigned_because"); RETURN NULL;', hash='8ead4c8b19791ac532ac51db831ab5260c17f98a', operation='UPDATE', pgid='pgtrigger_update_update_71c0e', table='surveys_followup', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='followup',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "surveys_followupevent" ("action_plan_id", "answer", "asked_to_sign", "edition", "held_on", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_on", "signature_note", "signed_at", "signed_by_id", "status", "survey_id", "unit_id", "unsigned_because") VALUES (OLD."action_plan_id", OLD."answer", OLD."asked_to_sign", OLD."edition", OLD."held_on", OLD."id", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."sent_on", OLD."signature_note", OLD."signed_at", OLD."signed_by_id", OLD."status", OLD."survey_id", OLD."unit_id", OLD."unsigned_because"); RETURN NULL;', hash='d899c3f529bbb84550e0cd1288e4519025c1fa12', operation='DELETE', pgid='pgtrigger_delete_delete_2b436', table='surveys_followup', when='AFTER')),
        ),
    ]
