import datetime
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models

from sam.migrating import WholeRoom


class Migration(WholeRoom):

    dependencies = [
        ('attachments', '0001_initial'),
        ('mailing', '0001_initial'),
        ('organisation', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='CertificateImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(max_length=255, verbose_name='file')),
                ('sheet', models.JSONField(default=dict)),
                ('columns', models.JSONField(default=dict)),
                ('status', models.CharField(choices=[('waiting', 'Its columns are to be named'), ('checked', 'Checked, not yet taken in'), ('done', 'Taken in')], default='waiting', max_length=10, verbose_name='status')),
                ('taken_in', models.PositiveIntegerField(default=0, verbose_name='certificates taken in')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='sent')),
            ],
            options={
                'verbose_name': 'import of certificates',
                'verbose_name_plural': 'imports of certificates',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Course',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200, unique=True, verbose_name='course')),
                ('kind', models.CharField(choices=[('manager', 'Certification of managers'), ('representative', 'Safety representatives'), ('first_aid', 'First aid'), ('risk', 'For a risk in the work'), ('other', 'Other')], default='other', max_length=20, verbose_name='kind')),
                ('valid_months', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='valid for how many months')),
                ('hours', models.DecimalField(blank=True, decimal_places=1, max_digits=5, null=True, verbose_name='hours')),
                ('basis', models.CharField(blank=True, max_length=300, verbose_name='asked for by')),
                ('is_offered', models.BooleanField(default=True, verbose_name='in use')),
            ],
            options={
                'verbose_name': 'course',
                'verbose_name_plural': 'courses',
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_months', None), ('valid_months__gte', 1), _connector='OR'), name='course_valid_for_some_time', violation_error_message='Leave it empty when it holds for ever.')],
            },
        ),
        migrations.CreateModel(
            name='RememberedColumns',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('headings', models.JSONField(unique=True)),
                ('columns', models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name='CourseRequirement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='requirements', to='knowledge.course')),
                ('role', models.CharField(blank=True, choices=[('manager', 'Manager'), ('head', 'Head of administration'), ('substitute', 'Substitute manager'), ('safety_representative', 'Safety representative')], max_length=30, verbose_name='role')),
                ('level', models.CharField(blank=True, choices=[('municipality', 'Municipality'), ('administration', 'Administration'), ('department', 'Department'), ('unit', 'Unit')], max_length=20, verbose_name='only on the level')),
                ('occupation', models.CharField(blank=True, max_length=200, verbose_name='occupation')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.unit', verbose_name='in the unit and below it')),
                ('within_months', models.PositiveSmallIntegerField(default=0, verbose_name='within how many months')),
                ('offer_is_enough', models.BooleanField(default=False, verbose_name='it is enough that it was offered')),
            ],
            options={
                'verbose_name': 'requirement of a course',
                'verbose_name_plural': 'requirements of courses',
                'ordering': ['course', 'role', 'occupation', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(models.Q(('role', ''), _negated=True), ('occupation', '')), models.Q(('level', ''), ('role', ''), models.Q(('occupation', ''), _negated=True)), _connector='OR'), name='courserequirement_of_role_or_occupation', violation_error_message='Choose a role or write an occupation.')],
            },
        ),
        migrations.CreateModel(
            name='PlannedCourse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='planned_courses', to=settings.AUTH_USER_MODEL)),
                ('course', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='planned', to='knowledge.course')),
                ('wish', models.CharField(blank=True, max_length=300, verbose_name='wish')),
                ('planned_on', models.DateField(blank=True, null=True, verbose_name='when')),
                ('status', models.CharField(choices=[('wished', 'Wished for'), ('offered', 'Offered'), ('planned', 'Planned'), ('taken', 'Taken'), ('declined', 'Declined')], default='wished', max_length=10, verbose_name='status')),
                ('answer', models.CharField(blank=True, max_length=500, verbose_name='answer')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'planned course',
                'verbose_name_plural': 'planned courses',
                'ordering': ['planned_on', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('course__isnull', False), models.Q(('wish', ''), _negated=True), _connector='OR'), name='plannedcourse_of_something', violation_error_message='Choose a course or write what you wish.'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'planned'), _negated=True), ('planned_on__isnull', False), _connector='OR'), name='plannedcourse_planned_says_when')],
            },
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='knowledge.course', verbose_name='course')),
                ('taken_on', models.DateField(verbose_name='taken on')),
                ('last_on', models.DateField(default=datetime.date(9999, 12, 31), verbose_name='valid until')),
                ('hours', models.DecimalField(blank=True, decimal_places=1, max_digits=5, null=True, verbose_name='hours')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attachments.attachment')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='note')),
                ('source', models.CharField(choices=[('typed', 'Registered here'), ('imported', 'From a spreadsheet')], default='typed', max_length=10, verbose_name='source')),
                ('registered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('registered_at', models.DateTimeField(auto_now_add=True, verbose_name='registered')),
            ],
            options={
                'verbose_name': 'certificate',
                'verbose_name_plural': 'certificates',
                'ordering': ['last_on', 'pk'],
                'indexes': [models.Index(fields=['last_on', 'id'], name='certificate_runs_out'), models.Index(fields=['person', 'course'], name='certificate_of_person')],
                'constraints': [models.UniqueConstraint(fields=('person', 'course', 'taken_on'), name='certificate_once', violation_error_message='The person has a certificate of that course and day already.'), models.CheckConstraint(condition=models.Q(('last_on__gte', models.F('taken_on'))), name='certificate_holds_a_day', violation_error_message='It cannot end before it was taken.')],
            },
        ),
        migrations.CreateModel(
            name='CertificateEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='knowledge.certificate')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('course', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='knowledge.course', verbose_name='course')),
                ('taken_on', models.DateField(verbose_name='taken on')),
                ('last_on', models.DateField(default=datetime.date(9999, 12, 31), verbose_name='valid until')),
                ('hours', models.DecimalField(blank=True, decimal_places=1, max_digits=5, null=True, verbose_name='hours')),
                ('file', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='attachments.attachment')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='note')),
                ('source', models.CharField(choices=[('typed', 'Registered here'), ('imported', 'From a spreadsheet')], default='typed', max_length=10, verbose_name='source')),
                ('registered_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('registered_at', models.DateTimeField(auto_now_add=True, verbose_name='registered')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CertificateReminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('for_day', models.DateField()),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='mailing.message')),
                ('noted_on', models.DateField()),
                ('told_on', models.DateField(blank=True, null=True)),
                ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='knowledge.certificate')),
                ('step', models.PositiveSmallIntegerField(choices=[(90, 'In three months'), (60, 'In two months'), (30, 'In one month')])),
            ],
            options={
                'ordering': ['noted_on', 'pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('certificate', 'step', 'for_day', 'recipient'), name='certificatereminder_once')],
            },
        ),
        migrations.CreateModel(
            name='CourseRequirementEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='knowledge.courserequirement')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('course', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='knowledge.course')),
                ('role', models.CharField(blank=True, choices=[('manager', 'Manager'), ('head', 'Head of administration'), ('substitute', 'Substitute manager'), ('safety_representative', 'Safety representative')], max_length=30, verbose_name='role')),
                ('level', models.CharField(blank=True, choices=[('municipality', 'Municipality'), ('administration', 'Administration'), ('department', 'Department'), ('unit', 'Unit')], max_length=20, verbose_name='only on the level')),
                ('occupation', models.CharField(blank=True, max_length=200, verbose_name='occupation')),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.unit', verbose_name='in the unit and below it')),
                ('within_months', models.PositiveSmallIntegerField(default=0, verbose_name='within how many months')),
                ('offer_is_enough', models.BooleanField(default=False, verbose_name='it is enough that it was offered')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PlannedCourseEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='knowledge.plannedcourse')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('course', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='knowledge.course')),
                ('wish', models.CharField(blank=True, max_length=300, verbose_name='wish')),
                ('planned_on', models.DateField(blank=True, null=True, verbose_name='when')),
                ('status', models.CharField(choices=[('wished', 'Wished for'), ('offered', 'Offered'), ('planned', 'Planned'), ('taken', 'Taken'), ('declined', 'Declined')], default='wished', max_length=10, verbose_name='status')),
                ('answer', models.CharField(blank=True, max_length=500, verbose_name='answer')),
                ('by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='certificate',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "knowledge_certificateevent" ("course_id", "file_id", "hours", "id", "last_on", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_at", "registered_by_id", "source", "taken_on") VALUES (OLD."course_id", OLD."file_id", OLD."hours", OLD."id", OLD."last_on", OLD."note", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."registered_at", OLD."registered_by_id", OLD."source", OLD."taken_on"); RETURN NULL;', hash='9f34223797411988e60b4c9d08cb46a54c7c6dad', operation='UPDATE', pgid='pgtrigger_update_update_9220d', table='knowledge_certificate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='certificate',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "knowledge_certificateevent" ("course_id", "file_id", "hours", "id", "last_on", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_at", "registered_by_id", "source", "taken_on") VALUES (OLD."course_id", OLD."file_id", OLD."hours", OLD."id", OLD."last_on", OLD."note", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."registered_at", OLD."registered_by_id", OLD."source", OLD."taken_on"); RETURN NULL;', hash='7d134548c00ff2af4688c26b7ad3c7759906cc96', operation='DELETE', pgid='pgtrigger_delete_delete_5c452', table='knowledge_certificate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='courserequirement',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "knowledge_courserequirementevent" ("course_id", "id", "level", "occupation", "offer_is_enough", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "unit_id", "within_months") VALUES (OLD."course_id", OLD."id", OLD."level", OLD."occupation", OLD."offer_is_enough", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."role", OLD."unit_id", OLD."within_months"); RETURN NULL;', hash='63996d90c4198ba5917fd0beeb1173ea6a3f52b6', operation='UPDATE', pgid='pgtrigger_update_update_bdab9', table='knowledge_courserequirement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='courserequirement',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "knowledge_courserequirementevent" ("course_id", "id", "level", "occupation", "offer_is_enough", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "unit_id", "within_months") VALUES (OLD."course_id", OLD."id", OLD."level", OLD."occupation", OLD."offer_is_enough", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."role", OLD."unit_id", OLD."within_months"); RETURN NULL;', hash='6f5e18dffc7db26cdc835ade983a90507ced24ee', operation='DELETE', pgid='pgtrigger_delete_delete_8bf21', table='knowledge_courserequirement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='plannedcourse',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "knowledge_plannedcourseevent" ("answer", "at", "by_id", "course_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_on", "status", "wish") VALUES (OLD."answer", OLD."at", OLD."by_id", OLD."course_id", OLD."id", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."planned_on", OLD."status", OLD."wish"); RETURN NULL;', hash='1e26df7ea54fc33f3588ef7a3b59aa33b2ec57e7', operation='UPDATE', pgid='pgtrigger_update_update_61ef7', table='knowledge_plannedcourse', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='plannedcourse',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "knowledge_plannedcourseevent" ("answer", "at", "by_id", "course_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_on", "status", "wish") VALUES (OLD."answer", OLD."at", OLD."by_id", OLD."course_id", OLD."id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."planned_on", OLD."status", OLD."wish"); RETURN NULL;', hash='72e5384d834ddad7932a0d6319aa5576ca8015e6', operation='DELETE', pgid='pgtrigger_delete_delete_8fe9f', table='knowledge_plannedcourse', when='AFTER')),
        ),
    ]
