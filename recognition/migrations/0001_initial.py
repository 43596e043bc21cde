import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
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
            name='Award',
            fields=[
                ('version', models.PositiveIntegerField(default=0)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='organisation.unit', verbose_name='unit')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('criteria', models.TextField(max_length=5000, verbose_name='what it is given for')),
                ('opens_on', models.DateField(verbose_name='nominations from')),
                ('closes_on', models.DateField(verbose_name='nominations until')),
                ('status', models.CharField(choices=[('prepared', 'Being prepared'), ('nominating', 'Open for nominations'), ('judging', 'With the jury'), ('published', 'Winner published')], default='prepared', max_length=20, verbose_name='status')),
                ('winner', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='won', to='recognition.nomination', verbose_name='winner')),
                ('winner_motivation', models.TextField(blank=True, max_length=5000, verbose_name='why they won')),
                ('example', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='actionplans.example', verbose_name='good example')),
                ('published_on', models.DateField(blank=True, null=True, verbose_name='published on')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'prize',
                'verbose_name_plural': 'prizes',
                'ordering': ['-year', 'name', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('unit', 'name', 'year'), name='award_once_a_year', violation_error_message='There is one of that name that year.'), models.CheckConstraint(condition=models.Q(('closes_on__gte', models.F('opens_on'))), name='award_closes_after_it_opens', violation_error_message='The last day comes before the first.'), models.CheckConstraint(condition=models.Q(('year__range', (2000, 2100))), name='award_year_makes_sense', violation_error_message='Choose a year between 2000 and 2100.'), models.CheckConstraint(condition=models.Q(models.Q(('published_on__isnull', False), ('status', 'published'), ('winner__isnull', False), models.Q(('winner_motivation', ''), _negated=True)), models.Q(models.Q(('status', 'published'), _negated=True), ('published_on', None), ('winner', None), ('winner_motivation', '')), _connector='OR'), name='award_published_says_who_and_why')],
                'indexes': [models.Index(fields=['unit', '-year'], name='award_of_unit')],
            },
        ),
        migrations.CreateModel(
            name='AwardTransition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_status', models.CharField(max_length=30)),
                ('to_status', models.CharField(max_length=30)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('note', models.TextField(blank=True)),
                ('award', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='transitions', to='recognition.award')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='JuryMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('award', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='jury', to='recognition.award')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='juries', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('is_chair', models.BooleanField(default=False, verbose_name='leads the jury')),
            ],
            options={
                'verbose_name': 'member of the jury',
                'ordering': ['-is_chair', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('award', 'person'), name='jury_once', violation_error_message='The person is in the jury already.'), models.UniqueConstraint(condition=models.Q(('is_chair', True)), fields=('award',), name='jury_one_chair', violation_error_message='The jury has a chair already.')],
            },
        ),
        migrations.CreateModel(
            name='Nomination',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('award', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='nominations', to='recognition.award')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='nominations', to='organisation.unit', verbose_name='unit')),
                ('group', models.CharField(blank=True, max_length=200, verbose_name='group in the unit')),
                ('motivation', models.TextField(max_length=5000, verbose_name='what they have done')),
                ('attitudes', models.TextField(max_length=5000, verbose_name='the attitudes behind it')),
                ('nominated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='nominations', to=settings.AUTH_USER_MODEL)),
                ('nominated_at', models.DateTimeField(auto_now_add=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'nomination',
                'verbose_name_plural': 'nominations',
                'ordering': ['nominated_at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('award', 'unit', 'group', 'nominated_by'), name='nomination_once_by_each', violation_error_message='You have nominated them already.')],
            },
        ),
        migrations.CreateModel(
            name='AwardEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='recognition.award')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('version', models.PositiveIntegerField(default=0)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.unit', verbose_name='unit')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('criteria', models.TextField(max_length=5000, verbose_name='what it is given for')),
                ('opens_on', models.DateField(verbose_name='nominations from')),
                ('closes_on', models.DateField(verbose_name='nominations until')),
                ('status', models.CharField(choices=[('prepared', 'Being prepared'), ('nominating', 'Open for nominations'), ('judging', 'With the jury'), ('published', 'Winner published')], default='prepared', max_length=20, verbose_name='status')),
                ('winner', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='recognition.nomination', verbose_name='winner')),
                ('winner_motivation', models.TextField(blank=True, max_length=5000, verbose_name='why they won')),
                ('example', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='actionplans.example', verbose_name='good example')),
                ('published_on', models.DateField(blank=True, null=True, verbose_name='published on')),
                ('created_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='NominationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='recognition.nomination')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('award', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='recognition.award')),
                ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.unit', verbose_name='unit')),
                ('group', models.CharField(blank=True, max_length=200, verbose_name='group in the unit')),
                ('motivation', models.TextField(max_length=5000, verbose_name='what they have done')),
                ('attitudes', models.TextField(max_length=5000, verbose_name='the attitudes behind it')),
                ('nominated_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('nominated_at', models.DateTimeField(auto_now_add=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Score',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nomination', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='recognition.nomination')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='recognition.jurymember')),
                ('points', models.PositiveSmallIntegerField(verbose_name='points')),
                ('note', models.TextField(blank=True, max_length=2000, verbose_name='note')),
            ],
            options={
                'verbose_name': 'score',
                'ordering': ['nomination', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('nomination', 'member'), name='score_once_by_each'), models.CheckConstraint(condition=models.Q(('points__range', (1, 5))), name='score_from_one_to_five')],
            },
        ),
        migrations.CreateModel(
            name='ScoreEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='recognition.score')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('nomination', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='recognition.nomination')),
                ('member', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='recognition.jurymember')),
                ('points', models.PositiveSmallIntegerField(verbose_name='points')),
                ('note', models.TextField(blank=True, max_length=2000, verbose_name='note')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='nomination',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "recognition_nominationevent" ("attitudes", "award_id", "group", "id", "motivation", "nominated_at", "nominated_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id", "withdrawn_at") VALUES (OLD."attitudes", OLD."award_id", OLD."group", OLD."id", OLD."motivation", OLD."nominated_at", OLD."nominated_by_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."unit_id", OLD."withdrawn_at"); RETURN NULL;', hash='4f0ac35d455eb5c9de3592cc9ce671f01ffc004f', operation='UPDATE', pgid='pgtrigger_update_update_4800a', table='recognition_nomination', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='nomination',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "recognition_nominationevent" ("attitudes", "award_id", "group", "id", "motivation", "nominated_at", "nominated_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id", "withdrawn_at") VALUES (OLD."attitudes", OLD."award_id", OLD."group", OLD."id", OLD."motivation", OLD."nominated_at", OLD."nominated_by_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."unit_id", OLD."withdrawn_at"); RETURN NULL;', hash='ad4df4ef31bbfe7ce579b0aef5df6d55af8c176d', operation='DELETE', pgid='pgtrigger_delete_delete_01717', table='recognition_nomination', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='award',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "recognition_awardevent" ("closes_on", "created_at", "created_by_id", "criteria", "example_id", "id", "name", "opens_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_on", "status", "unit_id", "version", "winner_id", "winner_motivation", "year") VALUES (OLD."closes_on", OLD."created_at", OLD."created_by_id", OLD."criteria", OLD."example_id", OLD."id", OLD."name", OLD."opens_on", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."published_on", OLD."status", OLD."unit_id", OLD."version", OLD."winner_id", OLD."winner_motivation", OLD."year"); RETURN NULL;', hash='bd0491ccd980d10a89487d5d9f9aedad95e68f11', operation='UPDATE', pgid='pgtrigger_update_update_dfc95', table='recognition_award', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='award',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "recognition_awardevent" ("closes_on", "created_at", "created_by_id", "criteria", "example_id", "id", "name", "opens_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_on", "status", "unit_id", "version", "winner_id", "winner_motivation", "year") VALUES (OLD."closes_on", OLD."created_at", OLD."created_by_id", OLD."criteria", OLD."example_id", OLD."id", OLD."name", OLD."opens_on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."published_on", OLD."status", OLD."unit_id", OLD."version", OLD."winner_id", OLD."winner_motivation", OLD."year"); RETURN NULL;', hash='a485566f2dfd7854f90050fc230dc2e1af067b2c', operation='DELETE', pgid='pgtrigger_delete_delete_c1844', table='recognition_award', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='score',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "recognition_scoreevent" ("id", "member_id", "nomination_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points") VALUES (OLD."id", OLD."member_id", OLD."nomination_id", OLD."note", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."points"); RETURN NULL;', hash='4dfb2b25077e387e07f36beba76392774dbe6895', operation='UPDATE', pgid='pgtrigger_update_update_d98d1', table='recognition_score', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='score',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "recognition_scoreevent" ("id", "member_id", "nomination_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points") VALUES (OLD."id", OLD."member_id", OLD."nomination_id", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."points"); RETURN NULL;', hash='df36db5a40882a5962372f617cacbfc658fb430d', operation='DELETE', pgid='pgtrigger_delete_delete_5255c', table='recognition_score', when='AFTER')),
        ),
    ]
