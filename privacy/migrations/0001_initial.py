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
        migrations.RunSQL(
            sql='CREATE SEQUENCE data_request_number START 101',
            reverse_sql='DROP SEQUENCE data_request_number',
        ),
        migrations.CreateModel(
            name='DataRequest',
            fields=[
                ('version', models.PositiveIntegerField(default=0)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.BigIntegerField(db_default=models.Func(models.Value('data_request_number'), function='nextval'), editable=False, unique=True, verbose_name='number')),
                ('kind', models.CharField(choices=[('access', 'What is known about the person'), ('correction', 'Correction'), ('erasure', 'Erasure'), ('restriction', 'Restriction'), ('objection', 'Objection'), ('public', 'A public document')], max_length=20, verbose_name='what is asked for')),
                ('status', models.CharField(choices=[('received', 'Received'), ('worked_on', 'Being worked on'), ('answered', 'Answered'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn')], default='received', max_length=20, verbose_name='status')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='telephone')),
                ('identity', models.CharField(blank=True, choices=[('login', 'Logged in and asked for it themselves'), ('document', 'Showed an identity document'), ('called', 'Called back on a number that was known before'), ('known', 'Is known to whoever took the request'), ('proxy', 'Acts for the person, with a written power of attorney')], max_length=20, verbose_name='how the identity was checked')),
                ('wish', models.TextField(blank=True, max_length=5000, verbose_name='what the person wants')),
                ('received_on', models.DateField(default=sam.dates.today, verbose_name='received on')),
                ('due_on', models.DateField(verbose_name='to be answered by')),
                ('extended_because', models.TextField(blank=True, max_length=1000, verbose_name='why it takes longer')),
                ('answer', models.TextField(blank=True, max_length=5000, verbose_name='answer')),
                ('corrected_at', models.CharField(blank=True, max_length=300, verbose_name='where it is corrected')),
                ('provisions', models.CharField(blank=True, max_length=300, verbose_name='provisions')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed')),
                ('handler', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='handled by')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='data_requests', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('registered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'request',
                'verbose_name_plural': 'requests',
                'ordering': ['-received_on', '-pk'],
                'indexes': [models.Index(fields=['-received_on', '-id'], name='data_request_newest'), models.Index(fields=['person'], name='data_request_of_person'), models.Index(condition=models.Q(('status__in', ['received', 'worked_on'])), fields=['due_on'], name='data_request_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind', 'public'), ('person__isnull', False), models.Q(('name', ''), _negated=True), _connector='OR'), name='data_request_says_about_whom', violation_error_message='Choose the person, or write the name.'), models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('received_on'))), name='data_request_due_after_it_came'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'refused'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='data_request_refused_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('status__in', ['received', 'worked_on'])), models.Q(('closed_at__isnull', False), ('status__in', ['answered', 'refused', 'withdrawn'])), _connector='OR'), name='data_request_closed_says_when'), models.CheckConstraint(condition=models.Q(('handler', None), ('person', None), models.Q(('handler', models.F('person')), _negated=True), _connector='OR'), name='data_request_handled_by_another')],
            },
        ),
        migrations.CreateModel(
            name='Addition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0)),
                ('purpose', models.CharField(editable=False, max_length=50, unique=True)),
                ('text', models.TextField(blank=True, max_length=5000, verbose_name="The municipality's own words")),
                ('processors', models.TextField(blank=True, max_length=2000, verbose_name='Who processes the data for the municipality, and the agreement')),
                ('security', models.TextField(blank=True, max_length=2000, verbose_name='Security measures of its own')),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'addition to the register of processing',
                'verbose_name_plural': 'additions to the register of processing',
            },
        ),
        migrations.CreateModel(
            name='AdditionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('purpose', models.CharField(editable=False, max_length=50)),
                ('text', models.TextField(blank=True, max_length=5000, verbose_name="The municipality's own words")),
                ('processors', models.TextField(blank=True, max_length=2000, verbose_name='Who processes the data for the municipality, and the agreement')),
                ('security', models.TextField(blank=True, max_length=2000, verbose_name='Security measures of its own')),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('changed_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='privacy.addition')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Extract',
            fields=[
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='extract', serialize=False, to='privacy.datarequest')),
                ('status', models.CharField(choices=[('waiting', 'Waiting'), ('gathering', 'Being gathered'), ('gathered', 'Gathered'), ('failed', 'Failed')], default='waiting', max_length=20)),
                ('chosen', models.JSONField(default=list)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('begun_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('letters', models.JSONField(default=list)),
                ('erased_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'extract',
                'verbose_name_plural': 'extracts',
            },
        ),
        migrations.CreateModel(
            name='DataRequestEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('number', models.BigIntegerField(db_default=models.Func(models.Value('data_request_number'), function='nextval'), editable=False, verbose_name='number')),
                ('kind', models.CharField(choices=[('access', 'What is known about the person'), ('correction', 'Correction'), ('erasure', 'Erasure'), ('restriction', 'Restriction'), ('objection', 'Objection'), ('public', 'A public document')], max_length=20, verbose_name='what is asked for')),
                ('status', models.CharField(choices=[('received', 'Received'), ('worked_on', 'Being worked on'), ('answered', 'Answered'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn')], default='received', max_length=20, verbose_name='status')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='telephone')),
                ('identity', models.CharField(blank=True, choices=[('login', 'Logged in and asked for it themselves'), ('document', 'Showed an identity document'), ('called', 'Called back on a number that was known before'), ('known', 'Is known to whoever took the request'), ('proxy', 'Acts for the person, with a written power of attorney')], max_length=20, verbose_name='how the identity was checked')),
                ('wish', models.TextField(blank=True, max_length=5000, verbose_name='what the person wants')),
                ('received_on', models.DateField(default=sam.dates.today, verbose_name='received on')),
                ('due_on', models.DateField(verbose_name='to be answered by')),
                ('extended_because', models.TextField(blank=True, max_length=1000, verbose_name='why it takes longer')),
                ('answer', models.TextField(blank=True, max_length=5000, verbose_name='answer')),
                ('corrected_at', models.CharField(blank=True, max_length=300, verbose_name='where it is corrected')),
                ('provisions', models.CharField(blank=True, max_length=300, verbose_name='provisions')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed')),
                ('handler', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='handled by')),
                ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='privacy.datarequest')),
                ('registered_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DataRequestTransition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_status', models.CharField(max_length=30)),
                ('to_status', models.CharField(max_length=30)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('note', models.TextField(blank=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='transitions', to='privacy.datarequest')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('emergency', 'Opened a name with a reason'), ('other_units', 'Read many records of other units'), ('night', 'Read at night'), ('many', 'Read very many records in a short time'), ('colleague', 'Read records of a colleague in the same unit'), ('oneself', 'Read a record in which the reader is the one affected'), ('by_many', 'One record was read by many'), ('export', 'Took out a long list'), ('research', 'Took out data for research'), ('chosen', 'Asked about by the data protection officer')], max_length=20, verbose_name='what stands out')),
                ('day', models.DateField(verbose_name='day')),
                ('first_at', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('number', models.PositiveIntegerField(default=1)),
                ('key', models.CharField(blank=True, max_length=50)),
                ('reason', models.TextField(blank=True)),
                ('question', models.TextField(blank=True, max_length=2000, verbose_name='question')),
                ('asked_at', models.DateTimeField(blank=True, null=True)),
                ('answer', models.TextField(blank=True, max_length=2000, verbose_name='answer')),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('note', models.TextField(blank=True, max_length=2000, verbose_name='note')),
                ('reviewed_at', models.DateTimeField(blank=True, null=True, verbose_name='reviewed')),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('reviewed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'reading that stands out',
                'verbose_name_plural': 'readings that stand out',
                'ordering': ['-last_at', '-pk'],
                'indexes': [models.Index(fields=['-last_at', '-id'], name='finding_newest'), models.Index(condition=models.Q(('reviewed_at', None)), fields=['-last_at'], name='finding_unreviewed'), models.Index(fields=['person', '-last_at'], name='finding_of_person')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'person', 'day', 'key'), name='finding_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('answer', ''), models.Q(('question', ''), _negated=True), _connector='OR'), name='finding_answers_a_question')],
            },
        ),
        migrations.CreateModel(
            name='Handout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('fingerprint', models.CharField(max_length=64)),
                ('records', models.PositiveIntegerField(verbose_name='records')),
                ('masked', models.PositiveIntegerField(verbose_name='masked places')),
                ('withheld', models.PositiveIntegerField(verbose_name='withheld records')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handouts', to='privacy.datarequest')),
            ],
            options={
                'verbose_name': 'handing out',
                'verbose_name_plural': 'what was handed out',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='KeptReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='privacy.datarequest')),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['-at', '-id'], name='extract_reading_newest'), models.Index(fields=['by', '-at'], name='extract_reading_by')],
            },
        ),
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('what', models.CharField(max_length=20)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['-at', '-id'], name='look_newest')],
            },
        ),
        migrations.CreateModel(
            name='MonthReviewed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(unique=True, verbose_name='month')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('note', models.TextField(blank=True, max_length=2000, verbose_name='note')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'reviewed month',
                'verbose_name_plural': 'reviewed months',
                'ordering': ['-month'],
            },
        ),
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('purpose', models.CharField(max_length=50)),
                ('model', models.CharField(max_length=100)),
                ('object_id', models.CharField(blank=True, max_length=50)),
                ('heading', models.CharField(max_length=300)),
                ('parts', models.JSONField(default=list)),
                ('day', models.DateField(blank=True, null=True)),
                ('facts', models.JSONField(default=list)),
                ('is_apart', models.BooleanField(default=False)),
                ('withheld_because', models.TextField(blank=True, verbose_name='why it is withheld')),
                ('withheld_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('extract', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='privacy.extract')),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('extract', 'position'), name='extract_item_position')],
            },
        ),
        migrations.CreateModel(
            name='Passage',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveIntegerField()),
                ('label', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('person', 'Name'), ('text', 'Text')], default='text', max_length=10)),
                ('text', models.TextField()),
                ('spans', models.JSONField(default=list)),
                ('reviewed_at', models.DateTimeField(blank=True, null=True)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passages', to='privacy.item')),
                ('reviewed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['item__position', 'position'],
                'indexes': [models.Index(condition=models.Q(('kind', 'text'), ('reviewed_at', None)), fields=['item'], name='passage_unreviewed')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='addition',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."changed_at" IS DISTINCT FROM (NEW."changed_at") OR OLD."changed_by_id" IS DISTINCT FROM (NEW."changed_by_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."processors" IS DISTINCT FROM (NEW."processors") OR OLD."purpose" IS DISTINCT FROM (NEW."purpose") OR OLD."security" IS DISTINCT FROM (NEW."security") OR OLD."text" IS DISTINCT FROM (NEW."text"))', func='INSERT INTO "privacy_additionevent" ("changed_at", "changed_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "processors", "purpose", "security", "text") VALUES (OLD."changed_at", OLD."changed_by_id", OLD."id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."processors", OLD."purpose", OLD."security", OLD."text"); RETURN NULL;', hash='bff935fa48575b4e60d857723b50a7f76743562c', operation='UPDATE', pgid='pgtrigger_update_update_b900c', table='privacy_addition', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='addition',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "privacy_additionevent" ("changed_at", "changed_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "processors", "purpose", "security", "text") VALUES (OLD."changed_at", OLD."changed_by_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."processors", OLD."purpose", OLD."security", OLD."text"); RETURN NULL;', hash='c27a8397bde2a5603bc944848fe099b51b0c0755', operation='DELETE', pgid='pgtrigger_delete_delete_1c8cf', table='privacy_addition', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='datarequest',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."answer" IS DISTINCT FROM (NEW."answer") OR OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."corrected_at" IS DISTINCT FROM (NEW."corrected_at") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."extended_because" IS DISTINCT FROM (NEW."extended_because") OR OLD."handler_id" IS DISTINCT FROM (NEW."handler_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."identity" IS DISTINCT FROM (NEW."identity") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."provisions" IS DISTINCT FROM (NEW."provisions") OR OLD."received_on" IS DISTINCT FROM (NEW."received_on") OR OLD."registered_by_id" IS DISTINCT FROM (NEW."registered_by_id") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."wish" IS DISTINCT FROM (NEW."wish"))', func='INSERT INTO "privacy_datarequestevent" ("answer", "closed_at", "corrected_at", "due_on", "email", "extended_because", "handler_id", "id", "identity", "kind", "name", "number", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "provisions", "received_on", "registered_by_id", "status", "wish") VALUES (OLD."answer", OLD."closed_at", OLD."corrected_at", OLD."due_on", OLD."email", OLD."extended_because", OLD."handler_id", OLD."id", OLD."identity", OLD."kind", OLD."name", OLD."number", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."phone", OLD."provisions", OLD."received_on", OLD."registered_by_id", OLD."status", OLD."wish"); RETURN NULL;', hash='d620be456cbc0d25b239be8a63740e10bb5b9d47', operation='UPDATE', pgid='pgtrigger_update_update_dade2', table='privacy_datarequest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='datarequest',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "privacy_datarequestevent" ("answer", "closed_at", "corrected_at", "due_on", "email", "extended_because", "handler_id", "id", "identity", "kind", "name", "number", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "provisions", "received_on", "registered_by_id", "status", "wish") VALUES (OLD."answer", OLD."closed_at", OLD."corrected_at", OLD."due_on", OLD."email", OLD."extended_because", OLD."handler_id", OLD."id", OLD."identity", OLD."kind", OLD."name", OLD."number", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."provisions", OLD."received_on", OLD."registered_by_id", OLD."status", OLD."wish"); RETURN NULL;', hash='96f5e92a2e031c22929975f4a0156d4997e4ad51', operation='DELETE', pgid='pgtrigger_delete_delete_4cedf', table='privacy_datarequest', when='AFTER')),
        ),
    ]
