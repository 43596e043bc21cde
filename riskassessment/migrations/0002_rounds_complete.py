import django.db.models.constraints
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import sam.dates
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('actionplans', '0002_risk_matrix'),
        ('attachments', '0002_documents_and_waiting'),
        ('organisation', '0002_country_and_digest'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('riskassessment', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AnswerPhoto',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('added_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['added_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ChangeAssessment',
            fields=[
                ('version', models.PositiveIntegerField(default=0)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=200, verbose_name='the change')),
                ('what_changes', models.TextField(max_length=5000, verbose_name='what changes')),
                ('affected', models.TextField(max_length=2000, verbose_name='who is affected')),
                ('starts_on', models.DateField(verbose_name='the change begins')),
                ('decision_due_on', models.DateField(verbose_name='to be decided on')),
                ('consequences', models.TextField(blank=True, max_length=5000, verbose_name='what it leads to for the work environment')),
                ('informed_on', models.DateField(blank=True, null=True, verbose_name='cooperation group told')),
                ('discussed_on', models.DateField(blank=True, null=True, verbose_name='discussed in the cooperation group')),
                ('status', models.CharField(choices=[('draft', 'Being assessed'), ('in_review', 'With the safety representative'), ('reviewed', 'Ready for the decision'), ('decided', 'Decided, to be followed up'), ('followed_up', 'Followed up'), ('cancelled', 'Cancelled')], default='draft', max_length=20, verbose_name='status')),
                ('decision', models.CharField(blank=True, choices=[('go_ahead', 'The change is carried out'), ('with_measures', 'Carried out when the measures are done'), ('refrain', 'The change is not carried out')], max_length=20, verbose_name='decision')),
                ('decision_note', models.TextField(blank=True, max_length=5000, verbose_name='reasons for the decision')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='decided on')),
                ('unreviewed_reason', models.TextField(blank=True, max_length=2000)),
                ('follow_up_on', models.DateField(blank=True, null=True, verbose_name='to be followed up on')),
                ('follow_up_note', models.TextField(blank=True, max_length=5000, verbose_name='how it went')),
                ('followed_up_on', models.DateField(blank=True, null=True, verbose_name='followed up on')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
            ],
            options={
                'verbose_name': 'risk assessment before a change',
                'verbose_name_plural': 'risk assessments before changes',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ChangeAssessmentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('title', models.CharField(max_length=200, verbose_name='the change')),
                ('what_changes', models.TextField(max_length=5000, verbose_name='what changes')),
                ('affected', models.TextField(max_length=2000, verbose_name='who is affected')),
                ('starts_on', models.DateField(verbose_name='the change begins')),
                ('decision_due_on', models.DateField(verbose_name='to be decided on')),
                ('consequences', models.TextField(blank=True, max_length=5000, verbose_name='what it leads to for the work environment')),
                ('informed_on', models.DateField(blank=True, null=True, verbose_name='cooperation group told')),
                ('discussed_on', models.DateField(blank=True, null=True, verbose_name='discussed in the cooperation group')),
                ('status', models.CharField(choices=[('draft', 'Being assessed'), ('in_review', 'With the safety representative'), ('reviewed', 'Ready for the decision'), ('decided', 'Decided, to be followed up'), ('followed_up', 'Followed up'), ('cancelled', 'Cancelled')], default='draft', max_length=20, verbose_name='status')),
                ('decision', models.CharField(blank=True, choices=[('go_ahead', 'The change is carried out'), ('with_measures', 'Carried out when the measures are done'), ('refrain', 'The change is not carried out')], max_length=20, verbose_name='decision')),
                ('decision_note', models.TextField(blank=True, max_length=5000, verbose_name='reasons for the decision')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='decided on')),
                ('unreviewed_reason', models.TextField(blank=True, max_length=2000)),
                ('follow_up_on', models.DateField(blank=True, null=True, verbose_name='to be followed up on')),
                ('follow_up_note', models.TextField(blank=True, max_length=5000, verbose_name='how it went')),
                ('followed_up_on', models.DateField(blank=True, null=True, verbose_name='followed up on')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ChangeTransition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_status', models.CharField(max_length=30)),
                ('to_status', models.CharField(max_length=30)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('note', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Rating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('likelihood', models.PositiveSmallIntegerField(verbose_name='likelihood')),
                ('consequence', models.PositiveSmallIntegerField(verbose_name='consequence')),
                ('level_code', models.CharField(max_length=20, verbose_name='level')),
                ('is_serious', models.BooleanField(verbose_name='serious')),
                ('existing_measures', models.TextField(blank=True, max_length=2000, verbose_name='what is already done against it')),
                ('reason', models.TextField(blank=True, max_length=2000, verbose_name='why it was weighed')),
                ('at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='RiskMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=500, verbose_name='why')),
                ('at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='RiskTransition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_status', models.CharField(max_length=30)),
                ('to_status', models.CharField(max_length=30)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('note', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RoundChecklist',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
            ],
            options={
                'ordering': ['order'],
            },
        ),
        migrations.CreateModel(
            name='RoundSchedule',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('is_for_each_below', models.BooleanField(default=False, verbose_name='one round in each workplace below')),
                ('checklist_code', models.SlugField(verbose_name='checklist')),
                ('area', models.CharField(choices=[('physical', 'Physical work environment'), ('osa', 'Organisational and social work environment'), ('managers_osa', "The managers' own work environment"), ('threats', 'Threats and violence'), ('lone_work', 'Lone work'), ('chemicals', 'Chemical risks'), ('digital', 'Digital work environment'), ('active_measures', 'Active measures against discrimination'), ('scheduling', 'Healthy scheduling'), ('general', 'The whole work environment'), ('other', 'Other')], max_length=20, verbose_name='what it surveys')),
                ('every_months', models.PositiveSmallIntegerField(choices=[(6, 'Twice a year'), (12, 'Every year'), (24, 'Every second year'), (36, 'Every third year')], default=12, verbose_name='how often')),
                ('first_on', models.DateField(verbose_name='first time')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='ended')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'recurring round',
                'verbose_name_plural': 'recurring rounds',
                'ordering': ['first_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='RoundScheduleEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('is_for_each_below', models.BooleanField(default=False, verbose_name='one round in each workplace below')),
                ('checklist_code', models.SlugField(db_index=False, verbose_name='checklist')),
                ('area', models.CharField(choices=[('physical', 'Physical work environment'), ('osa', 'Organisational and social work environment'), ('managers_osa', "The managers' own work environment"), ('threats', 'Threats and violence'), ('lone_work', 'Lone work'), ('chemicals', 'Chemical risks'), ('digital', 'Digital work environment'), ('active_measures', 'Active measures against discrimination'), ('scheduling', 'Healthy scheduling'), ('general', 'The whole work environment'), ('other', 'Other')], max_length=20, verbose_name='what it surveys')),
                ('every_months', models.PositiveSmallIntegerField(choices=[(6, 'Twice a year'), (12, 'Every year'), (24, 'Every second year'), (36, 'Every third year')], default=12, verbose_name='how often')),
                ('first_on', models.DateField(verbose_name='first time')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='ended')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Sending',
            fields=[
                ('key', models.UUIDField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('result', models.JSONField()),
            ],
        ),
        migrations.AlterModelOptions(
            name='checklist',
            options={'ordering': ['name', '-version'], 'verbose_name': 'checklist', 'verbose_name_plural': 'checklists'},
        ),
        migrations.AlterModelOptions(
            name='participant',
            options={'ordering': ['part', 'person__name', 'name']},
        ),
        migrations.AlterModelOptions(
            name='question',
            options={'ordering': ['section', 'order'], 'verbose_name': 'question', 'verbose_name_plural': 'questions'},
        ),
        migrations.AlterModelOptions(
            name='risk',
            options={'ordering': ['-weight', 'pk'], 'verbose_name': 'risk', 'verbose_name_plural': 'risks'},
        ),
        migrations.AlterModelOptions(
            name='signature',
            options={'ordering': ['at']},
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='answer',
            name='frozen_with_round',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='answer',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='answer',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='inspectionround',
            name='frozen_when_signed',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='inspectionround',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='inspectionround',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='participant',
            name='frozen_with_round',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='risk',
            name='frozen_with_round',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='risk',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='risk',
            name='delete_delete',
        ),
        migrations.AlterField(
            model_name='inspectionround',
            name='checklist',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='riskassessment.checklist', verbose_name='checklist'),
        ),
        migrations.AlterField(
            model_name='inspectionroundevent',
            name='checklist',
            field=models.ForeignKey(null=True, db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='riskassessment.checklist', verbose_name='checklist'),
        ),
        migrations.RemoveConstraint(
            model_name='inspectionround',
            name='round_reviewed_was_carried_out',
        ),
        migrations.RemoveConstraint(
            model_name='question',
            name='question_order_once',
        ),
        migrations.RemoveConstraint(
            model_name='section',
            name='section_order_once',
        ),
        migrations.RemoveIndex(
            model_name='inspectionround',
            name='round_todo',
        ),
        migrations.AddField(
            model_name='answer',
            name='shows_risk',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='answerevent',
            name='shows_risk',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='checklist',
            name='area',
            field=models.CharField(choices=[('physical', 'Physical work environment'), ('osa', 'Organisational and social work environment'), ('managers_osa', "The managers' own work environment"), ('threats', 'Threats and violence'), ('lone_work', 'Lone work'), ('chemicals', 'Chemical risks'), ('digital', 'Digital work environment'), ('active_measures', 'Active measures against discrimination'), ('scheduling', 'Healthy scheduling'), ('general', 'The whole work environment'), ('other', 'Other')], default='other', max_length=20, verbose_name='what it surveys'),
        ),
        migrations.AddField(
            model_name='checklist',
            name='based_on',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='riskassessment.checklist'),
        ),
        migrations.AddField(
            model_name='checklist',
            name='changed_at',
            field=models.DateTimeField(auto_now=True, verbose_name='changed'),
        ),
        migrations.AddField(
            model_name='checklist',
            name='changed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='checklist',
            name='country',
            field=models.CharField(blank=True, choices=[('SE', 'Sweden'), ('NO', 'Norway'), ('DK', 'Denmark')], default='', max_length=2, verbose_name='country'),
        ),
        migrations.AddField(
            model_name='checklist',
            name='is_own',
            field=models.BooleanField(default=False, verbose_name="the municipality's own"),
        ),
        migrations.AddField(
            model_name='checklist',
            name='language',
            field=models.CharField(default='sv', max_length=10, verbose_name='language'),
        ),
        migrations.AddField(
            model_name='checklist',
            name='status',
            field=models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('withdrawn', 'No longer in use')], default='published', max_length=20, verbose_name='status'),
        ),
        migrations.AddField(
            model_name='inspectionround',
            name='due_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='inspectionround',
            name='message',
            field=models.TextField(blank=True, max_length=5000, verbose_name='what those at the workplace should know'),
        ),
        migrations.AddField(
            model_name='inspectionround',
            name='place',
            field=models.CharField(blank=True, max_length=200, verbose_name='where to meet'),
        ),
        migrations.AddField(
            model_name='inspectionround',
            name='reminded_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='inspectionround',
            name='starts_at',
            field=models.TimeField(blank=True, null=True, verbose_name='time of day'),
        ),
        migrations.AddField(
            model_name='inspectionround',
            name='title',
            field=models.CharField(default='', max_length=1000, verbose_name='title'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='inspectionroundevent',
            name='due_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='inspectionroundevent',
            name='message',
            field=models.TextField(blank=True, max_length=5000, verbose_name='what those at the workplace should know'),
        ),
        migrations.AddField(
            model_name='inspectionroundevent',
            name='place',
            field=models.CharField(blank=True, max_length=200, verbose_name='where to meet'),
        ),
        migrations.AddField(
            model_name='inspectionroundevent',
            name='reminded_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='inspectionroundevent',
            name='starts_at',
            field=models.TimeField(blank=True, null=True, verbose_name='time of day'),
        ),
        migrations.AddField(
            model_name='inspectionroundevent',
            name='title',
            field=models.CharField(default='', max_length=1000, verbose_name='title'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='participant',
            name='invited_at',
            field=models.DateTimeField(auto_now_add=True, default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='participant',
            name='name',
            field=models.CharField(blank=True, max_length=150, verbose_name='name'),
        ),
        migrations.AddField(
            model_name='question',
            name='high_label',
            field=models.CharField(blank=True, max_length=60, verbose_name='word for five'),
        ),
        migrations.AddField(
            model_name='question',
            name='key',
            field=models.CharField(blank=True, db_index=True, max_length=32),
        ),
        migrations.AddField(
            model_name='question',
            name='kind',
            field=models.CharField(choices=[('yes_no', 'Yes, no or not applicable'), ('scale', 'A scale from one to five'), ('text', 'Text'), ('number', 'A number')], default='yes_no', max_length=10, verbose_name='how it is answered'),
        ),
        migrations.AddField(
            model_name='question',
            name='legal_basis',
            field=models.CharField(blank=True, max_length=300, verbose_name='legal basis'),
        ),
        migrations.AddField(
            model_name='question',
            name='low_label',
            field=models.CharField(blank=True, max_length=60, verbose_name='word for one'),
        ),
        migrations.AddField(
            model_name='question',
            name='risk_limit',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True, verbose_name='limit'),
        ),
        migrations.AddField(
            model_name='question',
            name='risk_when',
            field=models.CharField(choices=[('no', 'The answer is no'), ('yes', 'The answer is yes'), ('at_most', 'The answer is at most the limit'), ('at_least', 'The answer is at least the limit'), ('never', 'No answer by itself')], default='no', max_length=10, verbose_name='what shows a risk'),
        ),
        migrations.AddField(
            model_name='question',
            name='unit_label',
            field=models.CharField(blank=True, max_length=30, verbose_name='unit of the number'),
        ),
        migrations.AddField(
            model_name='risk',
            name='action_plan',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='actionplans.actionplan', verbose_name='action plan'),
        ),
        migrations.AddField(
            model_name='risk',
            name='aspect',
            field=models.CharField(blank=True, choices=[('physical', 'Physical'), ('organisational', 'Organisational'), ('social', 'Social')], max_length=20, verbose_name='side of the work environment'),
        ),
        migrations.AddField(
            model_name='risk',
            name='created_at',
            field=models.DateTimeField(auto_now_add=True, default=django.utils.timezone.now, verbose_name='created'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='risk',
            name='existing_measures',
            field=models.TextField(blank=True, max_length=2000, verbose_name='what is already done against it'),
        ),
        migrations.AddField(
            model_name='risk',
            name='is_serious',
            field=models.BooleanField(default=False, verbose_name='serious'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='risk',
            name='level_code',
            field=models.CharField(default='', max_length=20, verbose_name='level'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='risk',
            name='matrix',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actionplans.riskmatrix'),
        ),
        migrations.AddField(
            model_name='risk',
            name='raised_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='risk',
            name='rated_on',
            field=models.DateField(default=sam.dates.today, verbose_name='weighed on'),
        ),
        migrations.AddField(
            model_name='risk',
            name='status',
            field=models.CharField(choices=[('open', 'Open'), ('closed', 'Closed'), ('withdrawn', 'Withdrawn')], default='open', max_length=20, verbose_name='status'),
        ),
        migrations.AddField(
            model_name='risk',
            name='unit',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='risks', to='organisation.unit', verbose_name='unit'),
        ),
        migrations.AddField(
            model_name='risk',
            name='version',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='risk',
            name='weight',
            field=models.PositiveSmallIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='riskevent',
            name='action_plan',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='actionplans.actionplan', verbose_name='action plan'),
        ),
        migrations.AddField(
            model_name='riskevent',
            name='aspect',
            field=models.CharField(blank=True, choices=[('physical', 'Physical'), ('organisational', 'Organisational'), ('social', 'Social')], max_length=20, verbose_name='side of the work environment'),
        ),
        migrations.AddField(
            model_name='riskevent',
            name='created_at',
            field=models.DateTimeField(auto_now_add=True, default=django.utils.timezone.now, verbose_name='created'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='riskevent',
            name='existing_measures',
            field=models.TextField(blank=True, max_length=2000, verbose_name='what is already done against it'),
        ),
        migrations.AddField(
            model_name='riskevent',
            name='is_serious',
            field=models.BooleanField(default=False, verbose_name='serious'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='riskevent',
            name='level_code',
            field=models.CharField(default='', max_length=20, verbose_name='level'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='riskevent',
            name='matrix',
            field=models.ForeignKey(null=True, db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='actionplans.riskmatrix'),
        ),
        migrations.AddField(
            model_name='riskevent',
            name='raised_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='riskevent',
            name='rated_on',
            field=models.DateField(default=sam.dates.today, verbose_name='weighed on'),
        ),
        migrations.AddField(
            model_name='riskevent',
            name='status',
            field=models.CharField(choices=[('open', 'Open'), ('closed', 'Closed'), ('withdrawn', 'Withdrawn')], default='open', max_length=20, verbose_name='status'),
        ),
        migrations.AddField(
            model_name='riskevent',
            name='unit',
            field=models.ForeignKey(null=True, db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.unit', verbose_name='unit'),
        ),
        migrations.AddField(
            model_name='riskevent',
            name='weight',
            field=models.PositiveSmallIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='section',
            name='round',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='own_section', to='riskassessment.inspectionround'),
        ),
        migrations.AddField(
            model_name='signature',
            name='agrees',
            field=models.BooleanField(default=True, verbose_name='agrees'),
        ),
        migrations.AlterField(
            model_name='answer',
            name='answered_at',
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AlterField(
            model_name='answer',
            name='value',
            field=models.CharField(blank=True, max_length=2000, verbose_name='answer'),
        ),
        migrations.AlterField(
            model_name='answerevent',
            name='answered_at',
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AlterField(
            model_name='answerevent',
            name='value',
            field=models.CharField(blank=True, max_length=2000, verbose_name='answer'),
        ),
        migrations.AlterField(
            model_name='inspectionround',
            name='status',
            field=models.CharField(choices=[('planned', 'Planned'), ('ongoing', 'Going on'), ('in_review', 'With the safety representative'), ('signed', 'Signed'), ('closed', 'Closed'), ('cancelled', 'Cancelled')], default='planned', max_length=20, verbose_name='status'),
        ),
        migrations.AlterField(
            model_name='inspectionroundevent',
            name='status',
            field=models.CharField(choices=[('planned', 'Planned'), ('ongoing', 'Going on'), ('in_review', 'With the safety representative'), ('signed', 'Signed'), ('closed', 'Closed'), ('cancelled', 'Cancelled')], default='planned', max_length=20, verbose_name='status'),
        ),
        migrations.AlterField(
            model_name='participant',
            name='part',
            field=models.CharField(choices=[('manager', 'Manager'), ('safety_representative', 'Safety representative'), ('chief_safety_representative', 'Chief safety representative'), ('pupils_representative', "Pupils' representative"), ('employee', 'Employee'), ('expert', 'Expert, such as the occupational health service'), ('property_owner', 'Property owner'), ('other', 'Other')], max_length=30, verbose_name='as'),
        ),
        migrations.AlterField(
            model_name='participant',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='participant',
            name='round',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='participants', to='riskassessment.inspectionround'),
        ),
        migrations.AlterField(
            model_name='risk',
            name='answer',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='risk', to='riskassessment.answer'),
        ),
        migrations.AlterField(
            model_name='risk',
            name='consequence',
            field=models.PositiveSmallIntegerField(verbose_name='consequence'),
        ),
        migrations.AlterField(
            model_name='risk',
            name='likelihood',
            field=models.PositiveSmallIntegerField(verbose_name='likelihood'),
        ),
        migrations.AlterField(
            model_name='riskevent',
            name='answer',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='riskassessment.answer'),
        ),
        migrations.AlterField(
            model_name='riskevent',
            name='consequence',
            field=models.PositiveSmallIntegerField(verbose_name='consequence'),
        ),
        migrations.AlterField(
            model_name='riskevent',
            name='likelihood',
            field=models.PositiveSmallIntegerField(verbose_name='likelihood'),
        ),
        migrations.AlterField(
            model_name='section',
            name='checklist',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='riskassessment.checklist'),
        ),
        migrations.AlterField(
            model_name='signature',
            name='round',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='riskassessment.inspectionround'),
        ),
        migrations.AddConstraint(
            model_name='checklist',
            constraint=models.CheckConstraint(condition=models.Q(('is_offered', False), ('status', 'published'), _connector='OR'), name='checklist_offered_is_published'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('section', 'order'), name='question_order_once'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'yes_no'), ('risk_when__in', ['no', 'yes', 'never'])), models.Q(('kind__in', ['scale', 'number']), ('risk_when__in', ['at_most', 'at_least', 'never'])), models.Q(('kind', 'text'), ('risk_when', 'never')), _connector='OR'), name='question_risk_fits_kind', violation_error_message='This kind of answer cannot show a risk in this way.'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('risk_when__in', ['at_most', 'at_least']), _negated=True), ('risk_limit__isnull', False), _connector='OR'), name='question_risk_has_limit', violation_error_message='Say at which limit it shows a risk.'),
        ),
        migrations.AddConstraint(
            model_name='section',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('checklist', 'order'), name='section_order_once'),
        ),
        migrations.AddConstraint(
            model_name='section',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('checklist__isnull', False), ('round__isnull', True)), models.Q(('checklist__isnull', True), ('round__isnull', False)), _connector='OR'), name='section_of_checklist_or_round'),
        ),
        migrations.AddField(
            model_name='answerphoto',
            name='added_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='answerphoto',
            name='answer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='riskassessment.answer'),
        ),
        migrations.AddField(
            model_name='answerphoto',
            name='attachment',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attachments.attachment'),
        ),
        migrations.AddField(
            model_name='changeassessment',
            name='action_plan',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='actionplans.actionplan', verbose_name='action plan'),
        ),
        migrations.AddField(
            model_name='changeassessment',
            name='created_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='changeassessment',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='change_assessments', to='organisation.unit', verbose_name='unit'),
        ),
        migrations.AddField(
            model_name='participant',
            name='change',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='participants', to='riskassessment.changeassessment'),
        ),
        migrations.AddField(
            model_name='risk',
            name='change',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='risks', to='riskassessment.changeassessment'),
        ),
        migrations.AddField(
            model_name='riskevent',
            name='change',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='riskassessment.changeassessment'),
        ),
        migrations.AddField(
            model_name='signature',
            name='change',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='riskassessment.changeassessment'),
        ),
        migrations.AddIndex(
            model_name='risk',
            index=models.Index(fields=['unit', 'status', '-weight'], name='risk_unit_worst'),
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.UniqueConstraint(fields=('change', 'person'), name='participant_of_change_once'),
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('change__isnull', True), ('round__isnull', False)), models.Q(('change__isnull', False), ('round__isnull', True)), _connector='OR'), name='participant_of_round_or_change'),
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name', ''), ('person__isnull', False)), models.Q(('person__isnull', True), models.Q(('name', ''), _negated=True)), _connector='OR'), name='participant_is_account_or_name'),
        ),
        migrations.AddConstraint(
            model_name='risk',
            constraint=models.CheckConstraint(condition=models.Q(('answer__isnull', True), ('change__isnull', True), _connector='OR'), name='risk_of_one_source'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('change__isnull', True), ('round__isnull', False)), models.Q(('change__isnull', False), ('round__isnull', True)), _connector='OR'), name='signature_of_round_or_change'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(fields=('round',), name='signature_of_round_once'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(('agrees', True), models.Q(('comment', ''), _negated=True), _connector='OR'), name='signature_against_says_why'),
        ),
        migrations.AddField(
            model_name='changeassessmentevent',
            name='action_plan',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='actionplans.actionplan', verbose_name='action plan'),
        ),
        migrations.AddField(
            model_name='changeassessmentevent',
            name='created_by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='changeassessmentevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='changeassessmentevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='riskassessment.changeassessment'),
        ),
        migrations.AddField(
            model_name='changeassessmentevent',
            name='unit',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.unit', verbose_name='unit'),
        ),
        migrations.AddField(
            model_name='changetransition',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='changetransition',
            name='change',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='transitions', to='riskassessment.changeassessment'),
        ),
        migrations.AddField(
            model_name='rating',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rating',
            name='matrix',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actionplans.riskmatrix'),
        ),
        migrations.AddField(
            model_name='rating',
            name='risk',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ratings', to='riskassessment.risk'),
        ),
        migrations.AddField(
            model_name='riskmove',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='riskmove',
            name='from_unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit'),
        ),
        migrations.AddField(
            model_name='riskmove',
            name='risk',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='riskassessment.risk'),
        ),
        migrations.AddField(
            model_name='riskmove',
            name='to_unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit'),
        ),
        migrations.AddField(
            model_name='risktransition',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='risktransition',
            name='risk',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='transitions', to='riskassessment.risk'),
        ),
        migrations.AddField(
            model_name='roundchecklist',
            name='checklist',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='riskassessment.checklist'),
        ),
        migrations.AddField(
            model_name='roundchecklist',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='riskassessment.inspectionround'),
        ),
        migrations.AddField(
            model_name='inspectionround',
            name='checklists',
            field=models.ManyToManyField(related_name='rounds', through='riskassessment.RoundChecklist', to='riskassessment.checklist', verbose_name='checklists'),
        ),
        migrations.AddField(
            model_name='roundschedule',
            name='created_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='roundschedule',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='round_schedules', to='organisation.unit', verbose_name='unit'),
        ),
        migrations.AddField(
            model_name='inspectionround',
            name='schedule',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='riskassessment.roundschedule'),
        ),
        migrations.AddField(
            model_name='inspectionroundevent',
            name='schedule',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='riskassessment.roundschedule'),
        ),
        migrations.AddIndex(
            model_name='inspectionround',
            index=models.Index(fields=['carried_out_on', 'unit'], name='round_carried_out'),
        ),
        migrations.AddIndex(
            model_name='inspectionround',
            index=models.Index(condition=models.Q(('status__in', ['planned', 'ongoing', 'in_review', 'signed'])), fields=['status', 'unit'], name='round_todo'),
        ),
        migrations.AddConstraint(
            model_name='inspectionround',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['planned', 'ongoing', 'cancelled']), ('carried_out_on__isnull', False), _connector='OR'), name='round_reviewed_was_carried_out'),
        ),
        migrations.AddConstraint(
            model_name='inspectionround',
            constraint=models.CheckConstraint(condition=models.Q(('schedule__isnull', True), ('due_on__isnull', False), _connector='OR'), name='round_of_schedule_has_day'),
        ),
        migrations.AddConstraint(
            model_name='inspectionround',
            constraint=models.UniqueConstraint(fields=('schedule', 'unit', 'due_on'), name='round_of_schedule_once'),
        ),
        migrations.AddField(
            model_name='roundscheduleevent',
            name='created_by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='roundscheduleevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='roundscheduleevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='riskassessment.roundschedule'),
        ),
        migrations.AddField(
            model_name='roundscheduleevent',
            name='unit',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.unit', verbose_name='unit'),
        ),
        migrations.AddField(
            model_name='sending',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sending',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sendings', to='riskassessment.inspectionround'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='answerphoto',
            trigger=pgtrigger.compiler.Trigger(name='frozen_with_round', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE its_status text;', func="\n            SELECT status INTO its_status FROM riskassessment_inspectionround\n            WHERE id = (SELECT round_id FROM riskassessment_answer WHERE id = COALESCE(NEW.answer_id, OLD.answer_id)) FOR SHARE;\n            IF its_status IN ('signed', 'closed') THEN RAISE EXCEPTION 'The round is signed and cannot change.' USING ERRCODE = 'check_violation'; END IF;\n            RETURN COALESCE(NEW, OLD);\n        ", hash='b3c325246218a608212e05de908fb0453f52bd87', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_round_92ffa', table='riskassessment_answerphoto', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='changeassessment',
            index=models.Index(fields=['-created_at', '-id'], name='change_newest'),
        ),
        migrations.AddIndex(
            model_name='changeassessment',
            index=models.Index(fields=['unit', '-created_at'], name='change_unit_newest'),
        ),
        migrations.AddConstraint(
            model_name='changeassessment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['decided', 'followed_up']), _negated=True), models.Q(models.Q(('decision', ''), _negated=True), ('decided_on__isnull', False)), _connector='OR'), name='change_decided_says_what'),
        ),
        migrations.AddConstraint(
            model_name='changeassessment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'followed_up'), _negated=True), ('followed_up_on__isnull', False), _connector='OR'), name='change_followed_up_says_when'),
        ),
        migrations.AddConstraint(
            model_name='changeassessment',
            constraint=models.CheckConstraint(condition=models.Q(('follow_up_on__isnull', True), ('follow_up_on__gte', models.F('decided_on')), _connector='OR'), name='change_followed_up_after_decision', violation_error_message='It cannot be followed up before it is decided.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='changeassessment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."action_plan_id" IS DISTINCT FROM (NEW."action_plan_id") OR OLD."affected" IS DISTINCT FROM (NEW."affected") OR OLD."consequences" IS DISTINCT FROM (NEW."consequences") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."decided_on" IS DISTINCT FROM (NEW."decided_on") OR OLD."decision" IS DISTINCT FROM (NEW."decision") OR OLD."decision_due_on" IS DISTINCT FROM (NEW."decision_due_on") OR OLD."decision_note" IS DISTINCT FROM (NEW."decision_note") OR OLD."discussed_on" IS DISTINCT FROM (NEW."discussed_on") OR OLD."follow_up_note" IS DISTINCT FROM (NEW."follow_up_note") OR OLD."follow_up_on" IS DISTINCT FROM (NEW."follow_up_on") OR OLD."followed_up_on" IS DISTINCT FROM (NEW."followed_up_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."informed_on" IS DISTINCT FROM (NEW."informed_on") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id") OR OLD."unreviewed_reason" IS DISTINCT FROM (NEW."unreviewed_reason") OR OLD."what_changes" IS DISTINCT FROM (NEW."what_changes"))', func='INSERT INTO "riskassessment_changeassessmentevent" ("action_plan_id", "affected", "consequences", "created_at", "created_by_id", "decided_on", "decision", "decision_due_on", "decision_note", "discussed_on", "follow_up_note", "follow_up_on", "followed_up_on", "id", "informed_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "status", "title", "unit_id", "unreviewed_reason", "what_changes") VALUES (OLD."action_plan_id", OLD."affected", OLD."consequences", OLD."created_at", OLD."created_by_id", OLD."decided_on", OLD."decision", OLD."decision_due_on", OLD."decision_note", OLD."discussed_on", OLD."follow_up_note", OLD."follow_up_on", OLD."followed_up_on", OLD."id", OLD."informed_on", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."starts_on", OLD."status", OLD."title", OLD."unit_id", OLD."unreviewed_reason", OLD."what_changes"); RETURN NULL;', hash='e2d0fe3904e81d70cf36b52d7a1aa61ba58b253d', operation='UPDATE', pgid='pgtrigger_update_update_8d4f1', table='riskassessment_changeassessment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='changeassessment',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "riskassessment_changeassessmentevent" ("action_plan_id", "affected", "consequences", "created_at", "created_by_id", "decided_on", "decision", "decision_due_on", "decision_note", "discussed_on", "follow_up_note", "follow_up_on", "followed_up_on", "id", "informed_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "status", "title", "unit_id", "unreviewed_reason", "what_changes") VALUES (OLD."action_plan_id", OLD."affected", OLD."consequences", OLD."created_at", OLD."created_by_id", OLD."decided_on", OLD."decision", OLD."decision_due_on", OLD."decision_note", OLD."discussed_on", OLD."follow_up_note", OLD."follow_up_on", OLD."followed_up_on", OLD."id", OLD."informed_on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."starts_on", OLD."status", OLD."title", OLD."unit_id", OLD."unreviewed_reason", OLD."what_changes"); RETURN NULL;', hash='3d9473603c0fe1578c3cbd7b161ba7ce4cd7322d', operation='DELETE', pgid='pgtrigger_delete_delete_384b4', table='riskassessment_changeassessment', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='roundchecklist',
            constraint=models.UniqueConstraint(fields=('round', 'checklist'), name='round_checklist_once'),
        ),
        migrations.AddConstraint(
            model_name='roundschedule',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('unit', 'checklist_code', 'is_for_each_below'), name='schedule_once', violation_error_message='The round comes back there already.'),
        ),
        migrations.AddConstraint(
            model_name='roundschedule',
            constraint=models.CheckConstraint(condition=models.Q(('every_months__in', [6, 12, 24, 36])), name='schedule_every'),
        ),
        migrations.AddConstraint(
            model_name='roundschedule',
            constraint=models.CheckConstraint(condition=models.Q(('ended_on', None), ('ended_on__gte', models.F('first_on')), _connector='OR'), name='schedule_ends_after_start'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='roundschedule',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "riskassessment_roundscheduleevent" ("area", "checklist_code", "created_at", "created_by_id", "ended_on", "every_months", "first_on", "id", "is_for_each_below", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id") VALUES (OLD."area", OLD."checklist_code", OLD."created_at", OLD."created_by_id", OLD."ended_on", OLD."every_months", OLD."first_on", OLD."id", OLD."is_for_each_below", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."unit_id"); RETURN NULL;', hash='4938064d67319b215198a36bb3fdb387e426b4f3', operation='UPDATE', pgid='pgtrigger_update_update_fb9e3', table='riskassessment_roundschedule', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='roundschedule',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "riskassessment_roundscheduleevent" ("area", "checklist_code", "created_at", "created_by_id", "ended_on", "every_months", "first_on", "id", "is_for_each_below", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id") VALUES (OLD."area", OLD."checklist_code", OLD."created_at", OLD."created_by_id", OLD."ended_on", OLD."every_months", OLD."first_on", OLD."id", OLD."is_for_each_below", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."unit_id"); RETURN NULL;', hash='069836a0e76e22d482d51a2c2ee844920ce21281', operation='DELETE', pgid='pgtrigger_delete_delete_ad67d', table='riskassessment_roundschedule', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='sending',
            index=models.Index(fields=['at'], name='sending_by_age'),
        ),
    ]
