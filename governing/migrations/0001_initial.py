import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
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
        ('attachments', '0001_initial'),
        ('meetings', '0001_initial'),
        ('organisation', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='ControlReview',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='control_reviews', to='organisation.unit', verbose_name='unit')),
                ('held_on', models.DateField(verbose_name='day of the review')),
                ('taken_part', models.CharField(max_length=500, verbose_name='who took part')),
                ('found', models.TextField(max_length=5000, verbose_name='what was found')),
                ('registered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('registered_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'yearly review',
                'verbose_name_plural': 'yearly reviews',
                'ordering': ['-held_on', '-registered_at'],
                'indexes': [models.Index(fields=['unit', '-held_on'], name='review_of_unit')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('taken_part', ''), _negated=True), models.Q(('found', ''), _negated=True)), name='review_says_who_and_what')],
            },
        ),
        migrations.CreateModel(
            name='GoverningDocument',
            fields=[
                ('version', models.PositiveIntegerField(default=0)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='organisation.unit', verbose_name='unit')),
                ('title', models.CharField(db_collation='swedish', max_length=200, verbose_name='title')),
                ('kind', models.CharField(choices=[('policy', 'Policy'), ('sub_policy', 'Sub-policy'), ('guideline', 'Guideline'), ('routine', 'Routine'), ('instruction', 'Instruction at a risk'), ('role', 'Description of a role'), ('laws', 'Overview of laws'), ('other', 'Other')], max_length=20, verbose_name='kind')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='governing.governingdocument', verbose_name='belongs under')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='owned_documents', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
                ('themes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('work_environment', 'The whole work environment'), ('victimisation', 'Victimisation and harassment'), ('violence', 'Threats and violence'), ('incidents', 'Incidents and accidents'), ('risks', 'Rounds and risk assessment'), ('workload', 'Workload and working hours'), ('lone_work', 'Lone work'), ('chemicals', 'Chemical risks'), ('changes', 'Changes'), ('new_employees', 'New employees'), ('equality', 'Equal treatment'), ('rehabilitation', 'Sick leave and return to work'), ('other', 'Other')], max_length=20), blank=True, default=list, size=None, verbose_name='themes')),
                ('law', models.CharField(blank=True, max_length=300, verbose_name='which law asks for it')),
                ('is_read_by_each', models.BooleanField(default=False, verbose_name='read and confirmed by each employee')),
                ('is_gone_through', models.BooleanField(default=False, verbose_name='gone through with the group each year')),
                ('gone_through_by', models.PositiveSmallIntegerField(default=12, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(12)], verbose_name='by the end of which month')),
                ('project', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='actionplans.workenvironmentplan', verbose_name='project')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
            ],
            options={
                'verbose_name': 'governing document',
                'verbose_name_plural': 'governing documents',
                'ordering': ['title', 'pk'],
                'indexes': [models.Index(fields=['title', 'id'], name='document_by_title'), models.Index(fields=['unit', 'kind'], name='document_of_unit')],
                'constraints': [models.CheckConstraint(condition=models.Q(('parent', None), models.Q(('parent', models.F('pk')), _negated=True), _connector='OR'), name='document_not_under_itself', violation_error_message='A document cannot belong under itself.'), models.CheckConstraint(condition=models.Q(('gone_through_by__gte', 1), ('gone_through_by__lte', 12)), name='document_gone_through_by_a_month')],
            },
        ),
        migrations.CreateModel(
            name='ControlReviewEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='governing.controlreview')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.unit', verbose_name='unit')),
                ('held_on', models.DateField(verbose_name='day of the review')),
                ('taken_part', models.CharField(max_length=500, verbose_name='who took part')),
                ('found', models.TextField(max_length=5000, verbose_name='what was found')),
                ('registered_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('registered_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DocumentVersion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='governing.governingdocument')),
                ('number', models.PositiveSmallIntegerField(verbose_name='version')),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('decided', 'Decided'), ('withdrawn', 'Withdrawn')], default='draft', max_length=20, verbose_name='status')),
                ('decided_by', models.CharField(blank=True, max_length=200, verbose_name='decided by')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='decided on')),
                ('case_number', models.CharField(blank=True, max_length=50, verbose_name='case number')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='valid from')),
                ('review_on', models.DateField(blank=True, null=True, verbose_name='valid until, to be reviewed')),
                ('what_is_new', models.TextField(blank=True, max_length=2000, verbose_name='what is new')),
                ('withdrawn_on', models.DateField(blank=True, null=True, verbose_name='withdrawn on')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
            ],
            options={
                'verbose_name': 'version',
                'verbose_name_plural': 'versions',
                'ordering': ['document', '-number'],
                'indexes': [models.Index(condition=models.Q(('status', 'decided')), fields=['document', '-valid_from', '-number'], name='documentversion_in_force'), models.Index(condition=models.Q(('status', 'decided')), fields=['review_on'], name='documentversion_to_review')],
                'constraints': [models.UniqueConstraint(fields=('document', 'number'), name='documentversion_number_once'), models.UniqueConstraint(condition=models.Q(('status', 'draft')), fields=('document',), name='documentversion_one_draft', violation_error_message='There is a draft already.'), models.CheckConstraint(condition=models.Q(('status', 'draft'), models.Q(models.Q(('decided_by', ''), _negated=True), ('decided_on__isnull', False), ('review_on__isnull', False), ('valid_from__isnull', False)), _connector='OR'), name='documentversion_decided_says_by_whom_and_when'), models.CheckConstraint(condition=models.Q(('review_on', None), ('review_on__gt', models.F('valid_from')), _connector='OR'), name='documentversion_reviewed_after_it_holds', violation_error_message='It is to be reviewed after the day from which it holds.'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'withdrawn'), ('withdrawn_on__isnull', False)), models.Q(models.Q(('status', 'withdrawn'), _negated=True), ('withdrawn_on', None)), _connector='OR'), name='documentversion_withdrawn_says_when')],
            },
        ),
        migrations.CreateModel(
            name='GoverningDocumentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='governing.governingdocument')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.unit', verbose_name='unit')),
                ('title', models.CharField(db_collation='swedish', max_length=200, verbose_name='title')),
                ('kind', models.CharField(choices=[('policy', 'Policy'), ('sub_policy', 'Sub-policy'), ('guideline', 'Guideline'), ('routine', 'Routine'), ('instruction', 'Instruction at a risk'), ('role', 'Description of a role'), ('laws', 'Overview of laws'), ('other', 'Other')], max_length=20, verbose_name='kind')),
                ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='governing.governingdocument', verbose_name='belongs under')),
                ('owner', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
                ('themes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('work_environment', 'The whole work environment'), ('victimisation', 'Victimisation and harassment'), ('violence', 'Threats and violence'), ('incidents', 'Incidents and accidents'), ('risks', 'Rounds and risk assessment'), ('workload', 'Workload and working hours'), ('lone_work', 'Lone work'), ('chemicals', 'Chemical risks'), ('changes', 'Changes'), ('new_employees', 'New employees'), ('equality', 'Equal treatment'), ('rehabilitation', 'Sick leave and return to work'), ('other', 'Other')], max_length=20), blank=True, default=list, size=None, verbose_name='themes')),
                ('law', models.CharField(blank=True, max_length=300, verbose_name='which law asks for it')),
                ('is_read_by_each', models.BooleanField(default=False, verbose_name='read and confirmed by each employee')),
                ('is_gone_through', models.BooleanField(default=False, verbose_name='gone through with the group each year')),
                ('gone_through_by', models.PositiveSmallIntegerField(default=12, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(12)], verbose_name='by the end of which month')),
                ('project', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='actionplans.workenvironmentplan', verbose_name='project')),
                ('created_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='LocalAddition',
            fields=[
                ('version', models.PositiveIntegerField(default=0)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='additions', to='governing.governingdocument')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='document_additions', to='organisation.unit', verbose_name='unit')),
                ('body', models.TextField(max_length=20000, verbose_name='what holds here')),
                ('discussed_in', models.CharField(max_length=200, verbose_name='discussed in')),
                ('discussed_on', models.DateField(verbose_name='discussed on')),
                ('case_number', models.CharField(blank=True, max_length=50, verbose_name='case number')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name': 'local addition',
                'verbose_name_plural': 'local additions',
                'ordering': ['unit__lineage__len', 'unit__name', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('document', 'unit'), name='addition_once_in_a_unit', violation_error_message='The unit has an addition already. Change that one.')],
            },
        ),
        migrations.CreateModel(
            name='Acknowledgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acknowledgements', to='governing.documentversion')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('confirmed_on', models.DateField(default=sam.dates.today, verbose_name='confirmed on')),
            ],
            options={
                'verbose_name': 'confirmation of having read',
                'verbose_name_plural': 'confirmations of having read',
                'ordering': ['-confirmed_on', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('document_version', 'person'), name='acknowledgement_once')],
            },
        ),
        migrations.CreateModel(
            name='GoneThrough',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('document_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gone_through', to='governing.documentversion', verbose_name='version')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gone_through', to='organisation.unit', verbose_name='unit')),
                ('held_on', models.DateField(verbose_name='day of the meeting')),
                ('meeting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='gone_through', to='meetings.meeting', verbose_name='meeting')),
                ('present_count', models.PositiveSmallIntegerField(verbose_name='how many were present')),
                ('taken_part', models.TextField(blank=True, max_length=2000, verbose_name='who took part')),
                ('note', models.TextField(blank=True, max_length=2000, verbose_name='note')),
                ('no_measure_reason', models.TextField(blank=True, max_length=1000, verbose_name='why no measure is needed')),
                ('status', models.CharField(choices=[('registered', 'Gone through'), ('withdrawn', 'Registered by mistake')], default='registered', max_length=20, verbose_name='status')),
                ('registered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('registered_at', models.DateTimeField(auto_now_add=True, verbose_name='registered')),
                ('action_plan', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='actionplans.actionplan', verbose_name='action plan')),
            ],
            options={
                'verbose_name': 'document gone through',
                'verbose_name_plural': 'documents gone through',
                'ordering': ['-held_on', '-pk'],
                'indexes': [models.Index(condition=models.Q(('status', 'registered')), fields=['unit', '-held_on'], name='gone_through_by_unit')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('no_measure_reason', ''), _negated=True), ('action_plan__isnull', False), _connector='OR'), name='gone_through_agrees_or_says_why_not', violation_error_message='Say at least one measure that you agreed on, or why none is needed.'), models.CheckConstraint(condition=models.Q(('present_count__gte', 1)), name='gone_through_by_somebody', violation_error_message='At least one was present.'), models.UniqueConstraint(condition=models.Q(('status', 'registered')), fields=('document_version', 'unit', 'held_on'), name='gone_through_once_a_day', violation_error_message='It is registered for that day already.')],
            },
        ),
        migrations.CreateModel(
            name='LocalAdditionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='governing.localaddition')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('document', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='governing.governingdocument')),
                ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.unit', verbose_name='unit')),
                ('body', models.TextField(max_length=20000, verbose_name='what holds here')),
                ('discussed_in', models.CharField(max_length=200, verbose_name='discussed in')),
                ('discussed_on', models.DateField(verbose_name='discussed on')),
                ('case_number', models.CharField(blank=True, max_length=50, verbose_name='case number')),
                ('written_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='VersionText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0)),
                ('document_version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='governing.documentversion')),
                ('language', models.CharField(choices=[('sv', 'Swedish'), ('en', 'English'), ('nn', 'Norwegian Nynorsk'), ('nb', 'Norwegian Bokmål'), ('da', 'Danish')], max_length=10, verbose_name='language')),
                ('is_easy_read', models.BooleanField(default=False, verbose_name='easy to read')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('body', models.TextField(blank=True, max_length=100000, verbose_name='text')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attachments.attachment', verbose_name='file')),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('search', models.GeneratedField(db_persist=True, expression=models.Case(models.When(language='sv', then=django.contrib.postgres.search.SearchVector('title', 'body', config='swedish')), models.When(language='nn', then=django.contrib.postgres.search.SearchVector('title', 'body', config='norwegian')), models.When(language='nb', then=django.contrib.postgres.search.SearchVector('title', 'body', config='norwegian')), models.When(language='da', then=django.contrib.postgres.search.SearchVector('title', 'body', config='danish')), models.When(language='en', then=django.contrib.postgres.search.SearchVector('title', 'body', config='english')), default=django.contrib.postgres.search.SearchVector('title', 'body', config='simple')), output_field=django.contrib.postgres.search.SearchVectorField())),
            ],
            options={
                'verbose_name': 'text of a version',
                'verbose_name_plural': 'texts of versions',
                'ordering': ['is_easy_read', 'language', 'pk'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['search'], name='versiontext_search')],
                'constraints': [models.UniqueConstraint(fields=('document_version', 'language', 'is_easy_read'), name='versiontext_once_in_a_language')],
            },
        ),
        migrations.CreateModel(
            name='VersionTransition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_status', models.CharField(max_length=30)),
                ('to_status', models.CharField(max_length=30)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('note', models.TextField(blank=True)),
                ('document_version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='transitions', to='governing.documentversion')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='GoneThroughEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='governing.gonethrough')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('document_version', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='governing.documentversion', verbose_name='version')),
                ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.unit', verbose_name='unit')),
                ('held_on', models.DateField(verbose_name='day of the meeting')),
                ('meeting', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='meetings.meeting', verbose_name='meeting')),
                ('present_count', models.PositiveSmallIntegerField(verbose_name='how many were present')),
                ('taken_part', models.TextField(blank=True, max_length=2000, verbose_name='who took part')),
                ('note', models.TextField(blank=True, max_length=2000, verbose_name='note')),
                ('no_measure_reason', models.TextField(blank=True, max_length=1000, verbose_name='why no measure is needed')),
                ('status', models.CharField(choices=[('registered', 'Gone through'), ('withdrawn', 'Registered by mistake')], default='registered', max_length=20, verbose_name='status')),
                ('registered_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('registered_at', models.DateTimeField(auto_now_add=True, verbose_name='registered')),
                ('action_plan', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='actionplans.actionplan', verbose_name='action plan')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='GoneThroughTransition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_status', models.CharField(max_length=30)),
                ('to_status', models.CharField(max_length=30)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('note', models.TextField(blank=True)),
                ('gone_through', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='transitions', to='governing.gonethrough')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='controlreview',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "governing_controlreviewevent" ("found", "held_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_at", "registered_by_id", "taken_part", "unit_id") VALUES (OLD."found", OLD."held_on", OLD."id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."registered_at", OLD."registered_by_id", OLD."taken_part", OLD."unit_id"); RETURN NULL;', hash='a36f3b3d214cdb4814b638da01dd0cc5548d9a8e', operation='UPDATE', pgid='pgtrigger_update_update_92147', table='governing_controlreview', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='controlreview',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "governing_controlreviewevent" ("found", "held_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_at", "registered_by_id", "taken_part", "unit_id") VALUES (OLD."found", OLD."held_on", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."registered_at", OLD."registered_by_id", OLD."taken_part", OLD."unit_id"); RETURN NULL;', hash='7c771ec413385640af7c315ebd98ebc133867cb0', operation='DELETE', pgid='pgtrigger_delete_delete_7821c', table='governing_controlreview', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='gonethrough',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "governing_gonethroughevent" ("action_plan_id", "document_version_id", "held_on", "id", "meeting_id", "no_measure_reason", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "present_count", "registered_at", "registered_by_id", "status", "taken_part", "unit_id") VALUES (OLD."action_plan_id", OLD."document_version_id", OLD."held_on", OLD."id", OLD."meeting_id", OLD."no_measure_reason", OLD."note", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."present_count", OLD."registered_at", OLD."registered_by_id", OLD."status", OLD."taken_part", OLD."unit_id"); RETURN NULL;', hash='f94b2407e23c01b332dc4d7a5df30fd441e1561f', operation='UPDATE', pgid='pgtrigger_update_update_cb503', table='governing_gonethrough', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='gonethrough',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "governing_gonethroughevent" ("action_plan_id", "document_version_id", "held_on", "id", "meeting_id", "no_measure_reason", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "present_count", "registered_at", "registered_by_id", "status", "taken_part", "unit_id") VALUES (OLD."action_plan_id", OLD."document_version_id", OLD."held_on", OLD."id", OLD."meeting_id", OLD."no_measure_reason", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."present_count", OLD."registered_at", OLD."registered_by_id", OLD."status", OLD."taken_part", OLD."unit_id"); RETURN NULL;', hash='d1b4a5edcb6a1a88168ee351948a5e61eb96b9d5', operation='DELETE', pgid='pgtrigger_delete_delete_c3d7b', table='governing_gonethrough', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='governingdocument',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."gone_through_by" IS DISTINCT FROM (NEW."gone_through_by") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_gone_through" IS DISTINCT FROM (NEW."is_gone_through") OR OLD."is_read_by_each" IS DISTINCT FROM (NEW."is_read_by_each") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."law" IS DISTINCT FROM (NEW."law") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."parent_id" IS DISTINCT FROM (NEW."parent_id") OR OLD."project_id" IS DISTINCT FROM (NEW."project_id") OR OLD."themes" IS DISTINCT FROM (NEW."themes") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id"))', func='INSERT INTO "governing_governingdocumentevent" ("created_at", "created_by_id", "gone_through_by", "id", "is_gone_through", "is_read_by_each", "kind", "law", "owner_id", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "themes", "title", "unit_id") VALUES (OLD."created_at", OLD."created_by_id", OLD."gone_through_by", OLD."id", OLD."is_gone_through", OLD."is_read_by_each", OLD."kind", OLD."law", OLD."owner_id", OLD."parent_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."project_id", OLD."themes", OLD."title", OLD."unit_id"); RETURN NULL;', hash='ff46543238ecbd66f776191088df0cce91c22f89', operation='UPDATE', pgid='pgtrigger_update_update_8d902', table='governing_governingdocument', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='governingdocument',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "governing_governingdocumentevent" ("created_at", "created_by_id", "gone_through_by", "id", "is_gone_through", "is_read_by_each", "kind", "law", "owner_id", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "themes", "title", "unit_id") VALUES (OLD."created_at", OLD."created_by_id", OLD."gone_through_by", OLD."id", OLD."is_gone_through", OLD."is_read_by_each", OLD."kind", OLD."law", OLD."owner_id", OLD."parent_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."project_id", OLD."themes", OLD."title", OLD."unit_id"); RETURN NULL;', hash='3667029fce4e056268910f28a80a53de1093305d', operation='DELETE', pgid='pgtrigger_delete_delete_a2b1b', table='governing_governingdocument', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='documentversion',
            trigger=pgtrigger.compiler.Trigger(name='decided_is_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."case_number" IS DISTINCT FROM (NEW."case_number") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."decided_by" IS DISTINCT FROM (NEW."decided_by") OR OLD."decided_on" IS DISTINCT FROM (NEW."decided_on") OR OLD."document_id" IS DISTINCT FROM (NEW."document_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."review_on" IS DISTINCT FROM (NEW."review_on") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."what_is_new" IS DISTINCT FROM (NEW."what_is_new"))', func="IF OLD.status IN ('decided', 'withdrawn') THEN RAISE EXCEPTION 'The version is decided and cannot change.' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;", hash='7f11a26212b55f727c380e9e9ce33060e3e59cc5', operation='UPDATE', pgid='pgtrigger_decided_is_frozen_4cd7f', table='governing_documentversion', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='documentversion',
            trigger=pgtrigger.compiler.Trigger(name='decided_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF OLD.status IN ('decided', 'withdrawn') THEN RAISE EXCEPTION 'The version is decided and cannot change.' USING ERRCODE = 'check_violation'; END IF; RETURN OLD;", hash='09399c21a2940a9650b052a5f9afb5d44390ea18', operation='DELETE', pgid='pgtrigger_decided_is_kept_b2e90', table='governing_documentversion', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='localaddition',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."body" IS DISTINCT FROM (NEW."body") OR OLD."case_number" IS DISTINCT FROM (NEW."case_number") OR OLD."discussed_in" IS DISTINCT FROM (NEW."discussed_in") OR OLD."discussed_on" IS DISTINCT FROM (NEW."discussed_on") OR OLD."document_id" IS DISTINCT FROM (NEW."document_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id") OR OLD."written_at" IS DISTINCT FROM (NEW."written_at") OR OLD."written_by_id" IS DISTINCT FROM (NEW."written_by_id"))', func='INSERT INTO "governing_localadditionevent" ("body", "case_number", "discussed_in", "discussed_on", "document_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id", "written_at", "written_by_id") VALUES (OLD."body", OLD."case_number", OLD."discussed_in", OLD."discussed_on", OLD."document_id", OLD."id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."unit_id", OLD."written_at", OLD."written_by_id"); RETURN NULL;', hash='f08e3aab6f73ec0e08fd27e53b17173a8cddd4b1', operation='UPDATE', pgid='pgtrigger_update_update_86d96', table='governing_localaddition', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='localaddition',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "governing_localadditionevent" ("body", "case_number", "discussed_in", "discussed_on", "document_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id", "written_at", "written_by_id") VALUES (OLD."body", OLD."case_number", OLD."discussed_in", OLD."discussed_on", OLD."document_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."unit_id", OLD."written_at", OLD."written_by_id"); RETURN NULL;', hash='45d909ebfb99cda5eff01601bafcebf37e6799c0', operation='DELETE', pgid='pgtrigger_delete_delete_2f8a9', table='governing_localaddition', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='versiontext',
            trigger=pgtrigger.compiler.Trigger(name='frozen_with_version', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE its_status text;', func="\n            SELECT status INTO its_status FROM governing_documentversion\n            WHERE id = COALESCE(NEW.document_version_id, OLD.document_version_id) FOR SHARE;\n            IF its_status IN ('decided', 'withdrawn') THEN RAISE EXCEPTION 'The version is decided and cannot change.' USING ERRCODE = 'check_violation'; END IF;\n            RETURN COALESCE(NEW, OLD);\n        ", hash='0f4d589d436d6edb22f2d02a70a7c1aa9124c84c', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_version_0e7f2', table='governing_versiontext', when='BEFORE')),
        ),
    ]
