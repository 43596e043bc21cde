import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import reports.models.figures
import reports.models.production
import reports.models.templates
import uuid
from django.conf import settings
from django.db import migrations, models

from sam.migrating import WholeRoom


class Migration(WholeRoom):

    dependencies = [
        ('actionplans', '0001_initial'),
        ('mailing', '0001_initial'),
        ('organisation', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='ComparisonSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='name')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='source')),
            ],
            options={
                'verbose_name': 'comparison series',
                'verbose_name_plural': 'comparison series',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Quantity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0)),
                ('code', models.SlugField(unique=True, verbose_name='code')),
                ('label', models.CharField(max_length=200, verbose_name='name')),
                ('source', models.CharField(choices=[('counted', 'Counted by the program'), ('imported', 'Delivered by HR')], default='imported', max_length=20, verbose_name='source')),
                ('over', models.CharField(choices=[('sum', 'The months are added'), ('mean', 'The mean of the months, as for heads')], default='sum', max_length=10, verbose_name='over several months')),
                ('is_own', models.BooleanField(default=False, verbose_name="the municipality's own")),
            ],
            options={
                'verbose_name': 'quantity',
                'verbose_name_plural': 'quantities',
                'ordering': ['source', 'label', 'code'],
            },
        ),
        migrations.CreateModel(
            name='ImportMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('headings', models.JSONField(default=list)),
                ('meanings', models.JSONField(default=dict)),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
            ],
            options={
                'verbose_name': "meaning of a file's columns",
                'verbose_name_plural': "meanings of files' columns",
                'ordering': ['-changed_at'],
            },
        ),
        migrations.CreateModel(
            name='Metric',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0)),
                ('code', models.SlugField(unique=True, verbose_name='code')),
                ('label', models.CharField(max_length=200, verbose_name='name')),
                ('definition', models.TextField(blank=True, max_length=1000, verbose_name='definition')),
                ('scale', models.CharField(choices=[('count', 'number'), ('percent', 'per cent'), ('hours', 'hours'), ('days', 'days'), ('years', 'years'), ('index', 'index'), ('mean', 'mean from 1 to 5'), ('money', 'money')], max_length=10, verbose_name='unit')),
                ('decimals', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='decimals')),
                ('of', django.contrib.postgres.fields.ArrayField(base_field=models.SlugField(), size=None, verbose_name='the sum of')),
                ('per', django.contrib.postgres.fields.ArrayField(base_field=models.SlugField(), blank=True, default=list, size=None, verbose_name='as a share of')),
                ('is_annual', models.BooleanField(default=False, verbose_name='counted up to a whole year')),
                ('better', models.CharField(choices=[('lower', 'Lower is better'), ('higher', 'Higher is better'), ('neither', 'Neither is better')], default='neither', max_length=10, verbose_name='what is better')),
                ('group', models.SlugField(blank=True, verbose_name='the people it tells of')),
                ('is_own', models.BooleanField(default=False, verbose_name="the municipality's own")),
            ],
            options={
                'verbose_name': 'metric',
                'verbose_name_plural': 'metrics',
                'ordering': ['label', 'code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('of__len__gt', 0)), name='metric_of_something'), models.CheckConstraint(condition=models.Q(('decimals', None), ('decimals__lte', 3), _connector='OR'), name='metric_at_most_three_decimals')],
            },
        ),
        migrations.CreateModel(
            name='ReportTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(verbose_name='code')),
                ('version', models.PositiveIntegerField(verbose_name='version')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('file_name', models.SlugField(verbose_name='file name')),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('withdrawn', 'No longer in use')], default='published', max_length=20, verbose_name='status')),
                ('cadence', models.CharField(choices=[('year_before', 'Once a year, of the calendar year before'), ('calendar_year', 'Once a year, of that calendar year'), ('twelve_months', 'Once a year, of the twelve months to August'), ('term', 'Twice a year, of the term'), ('quarter', 'Four times a year, of the quarter')], default='year_before', max_length=20, verbose_name='how often')),
                ('collects', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('unit', 'The workplaces'), ('administration', 'The administrations'), ('committee', 'The committees'), ('municipality', 'The whole municipality'), ('combined', "An administration's committees together")], max_length=20), blank=True, default=list, size=None, verbose_name='who contributes')),
                ('key_metrics', django.contrib.postgres.fields.ArrayField(base_field=models.SlugField(), blank=True, default=list, size=None, verbose_name='key figures')),
                ('smallest_group', models.PositiveSmallIntegerField(default=5, verbose_name='smallest group shown')),
                ('based_on', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='reports.reporttemplate')),
                ('changed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
            ],
            options={
                'verbose_name': 'report template',
                'verbose_name_plural': 'report templates',
                'ordering': ['code', '-version'],
                'constraints': [models.UniqueConstraint(fields=('code', 'version'), name='reporttemplate_version'), models.UniqueConstraint(condition=models.Q(('status', 'draft')), fields=('code',), name='reporttemplate_one_draft')],
            },
        ),
        migrations.CreateModel(
            name='ReportingYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveIntegerField(verbose_name='year')),
                ('part', models.CharField(blank=True, choices=[('', 'The whole year'), ('spring', 'Spring term'), ('autumn', 'Autumn term'), ('q1', 'First quarter'), ('q2', 'Second quarter'), ('q3', 'Third quarter'), ('q4', 'Fourth quarter')], default='', max_length=10, verbose_name='part of the year')),
                ('template', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='reports.reporttemplate')),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='period')),
                ('comparison_period', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='period compared with')),
                ('units_due_on', models.DateField(blank=True, null=True, verbose_name='workplaces submit by')),
                ('administrations_due_on', models.DateField(blank=True, null=True, verbose_name='administrations submit by')),
                ('committees_due_on', models.DateField(blank=True, null=True, verbose_name="committees' reports are submitted by")),
                ('municipality_due_on', models.DateField(blank=True, null=True, verbose_name="the municipality's report is submitted by")),
                ('is_open_data', models.BooleanField(default=False, verbose_name='figures are open data')),
            ],
            options={
                'verbose_name': 'reports of a year',
                'verbose_name_plural': 'reports of years',
                'ordering': ['-year', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('year', 'part', 'template'), name='reportingyear_once'), models.CheckConstraint(condition=models.Q(('comparison_period__isempty', False), ('period__isempty', False)), name='reportingyear_periods_last')],
            },
        ),
        migrations.CreateModel(
            name='FigureImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(max_length=255, verbose_name='file')),
                ('sha256', models.CharField(max_length=64)),
                ('rows', models.PositiveIntegerField(default=0, verbose_name='rows')),
                ('status', models.CharField(choices=[('waiting', 'Its columns are to be named'), ('checked', 'Checked, not yet taken in'), ('done', 'Taken in'), ('taken_back', 'Taken back')], default='done', max_length=10, verbose_name='status')),
                ('file', models.FileField(blank=True, upload_to=reports.models.figures._import_path)),
                ('mapping', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='reports.importmapping')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='imported by')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='imported')),
            ],
            options={
                'verbose_name': 'import of figures',
                'verbose_name_plural': 'imports of figures',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Section',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('template', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='reports.reporttemplate')),
                ('order', models.PositiveIntegerField()),
                ('code', models.SlugField(verbose_name='code')),
                ('number', models.CharField(blank=True, max_length=20, verbose_name='number')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='title')),
                ('kind', models.CharField(choices=[('heading', 'Heading'), ('narrative', 'Text'), ('metric_table', 'Table of figures'), ('indicator_table', 'Indicators with an analysis each'), ('question_block', 'Questions'), ('self_assessment', 'Requirements judged from 1 to 5'), ('cross_table', 'Incidents by two things at once'), ('risk_list', 'Serious risks'), ('measure_list', 'Measures of the period before'), ('inspection_list', 'Inspections by the authority'), ('goal_list', 'Goals, and how they went'), ('lifted', 'Matters lifted to the committee'), ('lifted_before', 'What came of the matters of the year before'), ('cover_report', 'Cover report to the committee')], max_length=20, verbose_name='kind')),
                ('levels', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('unit', 'The workplaces'), ('administration', 'The administrations'), ('committee', 'The committees'), ('municipality', 'The whole municipality'), ('combined', "An administration's committees together")], max_length=20), default=reports.models.templates.printed_levels, size=None, verbose_name='in whose reports')),
                ('guidance', models.TextField(blank=True, verbose_name='guidance')),
                ('label_heading', models.CharField(blank=True, max_length=200, verbose_name='head of the first column')),
                ('down', models.CharField(blank=True, choices=[('unit', 'Workplace'), ('kind', 'Kind'), ('cause', 'Cause'), ('injury_type', 'Kind of injury'), ('body_part', 'Part of the body'), ('absence', 'Absence'), ('sex', 'Sex'), ('age_group', 'Age'), ('month', 'Month')], max_length=20, verbose_name='rows')),
                ('across', models.CharField(blank=True, choices=[('unit', 'Workplace'), ('kind', 'Kind'), ('cause', 'Cause'), ('injury_type', 'Kind of injury'), ('body_part', 'Part of the body'), ('absence', 'Absence'), ('sex', 'Sex'), ('age_group', 'Age'), ('month', 'Month')], max_length=20, verbose_name='columns')),
                ('counts', models.SlugField(blank=True, verbose_name='which incidents')),
            ],
            options={
                'ordering': ['template', 'order'],
                'constraints': [models.UniqueConstraint(fields=('template', 'code'), name='section_code_in_template'), models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('template', 'order'), name='section_order_in_template'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'cross_table'), _negated=True), models.Q(models.Q(('down', ''), _negated=True), models.Q(('across', ''), _negated=True), models.Q(('down', models.F('across')), _negated=True)), _connector='OR'), name='section_cross_table_by_two_things')],
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveIntegerField(verbose_name='year')),
                ('committee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.committee')),
                ('metric', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.metric', to_field='code')),
                ('value', models.DecimalField(decimal_places=3, max_digits=14, verbose_name='target')),
            ],
            options={
                'verbose_name': 'target',
                'verbose_name_plural': 'targets',
                'ordering': ['-year', 'metric'],
                'constraints': [models.UniqueConstraint(fields=('year', 'committee', 'metric'), name='target_once', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='ComparisonFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='reports.comparisonseries')),
                ('metric', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.metric', to_field='code')),
                ('until', models.DateField(verbose_name='period until')),
                ('sex', models.CharField(blank=True, max_length=10, verbose_name='sex')),
                ('age', models.CharField(blank=True, max_length=20, verbose_name='age')),
                ('value', models.DecimalField(decimal_places=3, max_digits=14, verbose_name='value')),
            ],
            options={
                'ordering': ['series', 'metric', '-until'],
                'constraints': [models.UniqueConstraint(fields=('series', 'metric', 'until', 'sex', 'age'), name='comparisonfigure_once')],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='reports.section')),
                ('order', models.PositiveIntegerField()),
                ('code', models.SlugField(verbose_name='code')),
                ('text', models.CharField(max_length=500, verbose_name='question')),
                ('rule', models.CharField(choices=[('all', 'Yes when all say yes, no when one says no'), ('any', 'Yes when one says yes, no when all say no')], default='all', max_length=10, verbose_name='rule')),
                ('evidence', models.SlugField(blank=True, verbose_name='proposed from')),
            ],
            options={
                'ordering': ['section__order', 'order'],
                'constraints': [models.UniqueConstraint(fields=('section', 'code'), name='question_code_in_section')],
            },
        ),
        migrations.CreateModel(
            name='Figure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('committee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='organisation.committee')),
                ('month', models.DateField(verbose_name='month')),
                ('sex', models.CharField(blank=True, choices=[('women', 'Women'), ('men', 'Men')], max_length=10, verbose_name='sex')),
                ('age', models.CharField(blank=True, max_length=20, verbose_name='age')),
                ('quantity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='reports.quantity', to_field='code', verbose_name='quantity')),
                ('value', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='value')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='reports.figureimport')),
                ('row', models.PositiveIntegerField(verbose_name='row in the file')),
            ],
            options={
                'ordering': ['committee', 'month', 'sex', 'age', 'quantity'],
                'indexes': [models.Index(fields=['month'], name='figure_month')],
                'constraints': [models.UniqueConstraint(fields=('committee', 'month', 'sex', 'age', 'quantity'), name='figure_once'), models.CheckConstraint(condition=models.Q(('value__gte', 0)), name='figure_not_negative'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='figure_month_is_its_first_day')],
            },
        ),
        migrations.CreateModel(
            name='Production',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('reporting_year', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='productions', to='reports.reportingyear')),
                ('started_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('started_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['-started_at'],
            },
        ),
        migrations.CreateModel(
            name='TableColumn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='columns', to='reports.section')),
                ('order', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('figure', 'Figures of a period'), ('difference', 'Difference'), ('target', 'Target'), ('series', 'Comparison series')], default='figure', max_length=20, verbose_name='kind')),
                ('heading', models.CharField(blank=True, max_length=50, verbose_name='heading')),
                ('span', models.CharField(choices=[('period', "The reports' period"), ('compared', 'The period compared with'), ('twelve_months', 'Twelve months to the end of the period'), ('year_to_date', 'The calendar year to the end of the period')], default='period', max_length=20, verbose_name='period')),
                ('years_back', models.PositiveSmallIntegerField(default=0, verbose_name='years earlier')),
                ('levels', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('unit', 'The workplaces'), ('administration', 'The administrations'), ('committee', 'The committees'), ('municipality', 'The whole municipality'), ('combined', "An administration's committees together")], max_length=20), blank=True, default=list, size=None, verbose_name='only in the reports of')),
                ('series', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.comparisonseries', verbose_name='comparison series')),
            ],
            options={
                'ordering': ['section', 'order'],
                'constraints': [models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('section', 'order'), name='tablecolumn_order_in_section'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'series'), ('series__isnull', False)), models.Q(models.Q(('kind', 'series'), _negated=True), ('series', None)), _connector='OR'), name='tablecolumn_series_is_named'), models.CheckConstraint(condition=models.Q(('years_back__lte', 20)), name='tablecolumn_at_most_twenty_years')],
            },
        ),
        migrations.CreateModel(
            name='TableRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='reports.section')),
                ('order', models.PositiveIntegerField()),
                ('label', models.CharField(max_length=200, verbose_name='label')),
                ('metric', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.metric', to_field='code', verbose_name='metric')),
                ('sex', models.CharField(blank=True, choices=[('women', 'Women'), ('men', 'Men')], max_length=10, verbose_name='sex')),
                ('age', models.CharField(blank=True, max_length=20, verbose_name='age')),
            ],
            options={
                'ordering': ['section', 'order'],
                'constraints': [models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('section', 'order'), name='tablerow_order_in_section')],
            },
        ),
        migrations.CreateModel(
            name='FigureEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reports.figure')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('committee', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.committee')),
                ('month', models.DateField(verbose_name='month')),
                ('sex', models.CharField(blank=True, choices=[('women', 'Women'), ('men', 'Men')], max_length=10, verbose_name='sex')),
                ('age', models.CharField(blank=True, max_length=20, verbose_name='age')),
                ('quantity', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reports.quantity', to_field='code', verbose_name='quantity')),
                ('value', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='value')),
                ('source', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reports.figureimport')),
                ('row', models.PositiveIntegerField(verbose_name='row in the file')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('reporting_year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='reports.reportingyear')),
                ('level', models.CharField(choices=[('unit', 'The workplaces'), ('administration', 'The administrations'), ('committee', 'The committees'), ('municipality', 'The whole municipality'), ('combined', "An administration's committees together")], max_length=20, verbose_name='level')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='organisation.unit', verbose_name='unit')),
                ('committee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='organisation.committee', verbose_name='committee')),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Submitted'), ('returned', 'Sent back'), ('approved', 'Approved'), ('presented', 'Presented to the committee'), ('archived', 'Archived')], default='draft', max_length=20, verbose_name='status')),
                ('approved_snapshot', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.snapshot')),
                ('submitted_snapshot', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='reports.snapshot')),
                ('presented_on', models.DateField(blank=True, null=True, verbose_name='presented on')),
                ('paragraph', models.CharField(blank=True, max_length=20, verbose_name='paragraph')),
                ('registry_number', models.CharField(blank=True, max_length=50, verbose_name='registry number')),
            ],
            options={
                'verbose_name': 'annual report',
                'verbose_name_plural': 'annual reports',
                'ordering': ['-reporting_year__year', models.OrderBy(models.F('committee__name'), nulls_last=True), models.OrderBy(models.F('unit__name'), nulls_first=True)],
                'constraints': [models.UniqueConstraint(fields=('reporting_year', 'level', 'unit', 'committee'), name='report_one_of_each_place', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('approved_snapshot__isnull', False), ('status__in', ['approved', 'presented', 'archived'])), models.Q(models.Q(('status__in', ['approved', 'presented', 'archived']), _negated=True), ('approved_snapshot', None)), _connector='OR'), name='report_approved_is_frozen'), models.CheckConstraint(condition=models.Q(models.Q(('committee', None), ('level', 'municipality'), ('unit', None)), models.Q(('committee__isnull', False), ('level', 'committee'), ('unit', None)), models.Q(('committee', None), ('level', 'combined'), ('unit__isnull', False)), models.Q(('committee__isnull', False), ('level__in', ['unit', 'administration']), ('unit__isnull', False)), _connector='OR'), name='report_place_fits_its_level')],
                'indexes': [models.Index(fields=['unit'], name='report_unit')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='reports.report')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.question')),
                ('value', models.CharField(blank=True, choices=[('yes', 'Yes'), ('partly', 'Partly'), ('no', 'No'), ('not_applicable', 'Not applicable')], max_length=20, verbose_name='answer')),
                ('score', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='from 1 to 5')),
                ('comment', models.TextField(blank=True, max_length=2000, verbose_name='comment')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('report', 'question'), name='answer_one_per_question'), models.CheckConstraint(condition=models.Q(('score', None), ('score__range', (1, 5)), _connector='OR'), name='answer_score_from_1_to_5')],
            },
        ),
        migrations.CreateModel(
            name='CoverReport',
            fields=[
                ('version', models.PositiveIntegerField(default=0)),
                ('written_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_at', models.DateTimeField(blank=True, null=True)),
                ('report', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='cover', serialize=False, to='reports.report')),
                ('summary', models.TextField(blank=True, max_length=20000, verbose_name='summary')),
                ('proposal', models.TextField(blank=True, max_length=5000, verbose_name='proposal for a decision')),
                ('route', models.JSONField(default=list, verbose_name='decision route')),
            ],
            options={
                'verbose_name': 'cover report',
                'verbose_name_plural': 'cover reports',
            },
        ),
        migrations.CreateModel(
            name='CommitteeDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='reports.report')),
                ('decision', models.TextField(max_length=5000, verbose_name='decision')),
                ('decided_on', models.DateField(verbose_name='day of the meeting')),
                ('paragraph', models.CharField(blank=True, max_length=20, verbose_name='paragraph of the minutes')),
                ('action_plan', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='committee_decision', to='actionplans.actionplan')),
                ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('noted_at', models.DateTimeField(auto_now_add=True, verbose_name='noted')),
            ],
            options={
                'verbose_name': 'decision of a committee',
                'verbose_name_plural': 'decisions of committees',
                'ordering': ['-decided_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ReportReminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('for_day', models.DateField()),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='mailing.message')),
                ('noted_on', models.DateField()),
                ('told_on', models.DateField(blank=True, null=True)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='reports.report')),
                ('step', models.CharField(choices=[('coming', 'Soon to be submitted'), ('late', 'The day has passed'), ('late_above', 'The day has passed: the level above is told')], max_length=20)),
            ],
            options={
                'ordering': ['noted_on', 'pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('report', 'step', 'for_day', 'recipient'), name='reportreminder_once')],
            },
        ),
        migrations.CreateModel(
            name='ReportTransition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_status', models.CharField(max_length=30)),
                ('to_status', models.CharField(max_length=30)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('note', models.TextField(blank=True)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='transitions', to='reports.report')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Narrative',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0)),
                ('written_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_at', models.DateTimeField(blank=True, null=True)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='narratives', to='reports.report')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.section')),
                ('row', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.tablerow')),
                ('text', models.TextField(blank=True, max_length=200000, verbose_name='text')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('report', 'section', 'row'), name='narrative_one_per_place', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='Snapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='snapshots', to='reports.report')),
                ('content', models.JSONField()),
                ('fingerprint', models.CharField(max_length=64)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['report', '-created_at'],
                'constraints': [models.UniqueConstraint(fields=('report', 'fingerprint'), name='snapshot_kept_once')],
            },
        ),
        migrations.CreateModel(
            name='AnswerEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reports.answer')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('report', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reports.report')),
                ('question', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reports.question')),
                ('value', models.CharField(blank=True, choices=[('yes', 'Yes'), ('partly', 'Partly'), ('no', 'No'), ('not_applicable', 'Not applicable')], max_length=20, verbose_name='answer')),
                ('score', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='from 1 to 5')),
                ('comment', models.TextField(blank=True, max_length=2000, verbose_name='comment')),
                ('answered_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReportEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reports.report')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('reporting_year', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reports.reportingyear')),
                ('level', models.CharField(choices=[('unit', 'The workplaces'), ('administration', 'The administrations'), ('committee', 'The committees'), ('municipality', 'The whole municipality'), ('combined', "An administration's committees together")], max_length=20, verbose_name='level')),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.unit', verbose_name='unit')),
                ('committee', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.committee', verbose_name='committee')),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Submitted'), ('returned', 'Sent back'), ('approved', 'Approved'), ('presented', 'Presented to the committee'), ('archived', 'Archived')], default='draft', max_length=20, verbose_name='status')),
                ('approved_snapshot', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reports.snapshot')),
                ('submitted_snapshot', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reports.snapshot')),
                ('presented_on', models.DateField(blank=True, null=True, verbose_name='presented on')),
                ('paragraph', models.CharField(blank=True, max_length=20, verbose_name='paragraph')),
                ('registry_number', models.CharField(blank=True, max_length=50, verbose_name='registry number')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('production', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='jobs', to='reports.production')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='jobs', to='reports.report')),
                ('kind', models.CharField(choices=[('pdf', 'PDF'), ('xlsx', 'Excel'), ('docx', 'Word'), ('archive', 'PDF for the archive')], max_length=10)),
                ('snapshot', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='jobs', to='reports.snapshot')),
                ('status', models.CharField(choices=[('queued', 'Waiting'), ('running', 'Being made'), ('done', 'Done'), ('failed', 'Failed')], default='queued', max_length=10)),
                ('error', models.TextField(blank=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['production', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('production', 'report', 'kind'), name='job_one_per_document')],
            },
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='editions', to='reports.report')),
                ('number', models.PositiveSmallIntegerField(verbose_name='edition')),
                ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.snapshot')),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('approved_at', models.DateTimeField(auto_now_add=True, verbose_name='approved')),
                ('reason', models.TextField(blank=True, verbose_name='why it was corrected')),
                ('changes', models.JSONField(default=list)),
            ],
            options={
                'verbose_name': 'edition',
                'verbose_name_plural': 'editions',
                'ordering': ['report', 'number'],
                'constraints': [models.UniqueConstraint(fields=('report', 'number'), name='edition_number_once')],
            },
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='reports.snapshot')),
                ('kind', models.CharField(choices=[('pdf', 'PDF'), ('xlsx', 'Excel'), ('docx', 'Word'), ('archive', 'PDF for the archive')], max_length=10)),
                ('file', models.FileField(max_length=300, upload_to=reports.models.production._place)),
                ('size', models.PositiveBigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['snapshot', 'kind'],
                'constraints': [models.UniqueConstraint(fields=('snapshot', 'kind'), name='document_one_per_kind')],
            },
        ),
        migrations.CreateModel(
            name='NarrativeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reports.narrative')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=0)),
                ('written_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_at', models.DateTimeField(blank=True, null=True)),
                ('report', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reports.report')),
                ('section', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reports.section')),
                ('row', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reports.tablerow')),
                ('text', models.TextField(blank=True, max_length=200000, verbose_name='text')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CoverReportEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reports.coverreport')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('version', models.PositiveIntegerField(default=0)),
                ('written_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_at', models.DateTimeField(blank=True, null=True)),
                ('report', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', serialize=False, to='reports.report')),
                ('summary', models.TextField(blank=True, max_length=20000, verbose_name='summary')),
                ('proposal', models.TextField(blank=True, max_length=5000, verbose_name='proposal for a decision')),
                ('route', models.JSONField(default=list, verbose_name='decision route')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='figure',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "reports_figureevent" ("age", "committee_id", "id", "month", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quantity_id", "row", "sex", "source_id", "value") VALUES (OLD."age", OLD."committee_id", OLD."id", OLD."month", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."quantity_id", OLD."row", OLD."sex", OLD."source_id", OLD."value"); RETURN NULL;', hash='adc2c218f7b3e9169ec27ed23311943637fa98b0', operation='UPDATE', pgid='pgtrigger_update_update_fc6de', table='reports_figure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='figure',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reports_figureevent" ("age", "committee_id", "id", "month", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quantity_id", "row", "sex", "source_id", "value") VALUES (OLD."age", OLD."committee_id", OLD."id", OLD."month", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."quantity_id", OLD."row", OLD."sex", OLD."source_id", OLD."value"); RETURN NULL;', hash='983159727af65ebeb9ed4f89514941db4bb05bcf', operation='DELETE', pgid='pgtrigger_delete_delete_43243', table='reports_figure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='answer',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "reports_answerevent" ("answered_at", "answered_by_id", "comment", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id", "report_id", "score", "value") VALUES (OLD."answered_at", OLD."answered_by_id", OLD."comment", OLD."id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."question_id", OLD."report_id", OLD."score", OLD."value"); RETURN NULL;', hash='1c2f337b788b78524000fc0474099a0a6f086587', operation='UPDATE', pgid='pgtrigger_update_update_22f65', table='reports_answer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='answer',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reports_answerevent" ("answered_at", "answered_by_id", "comment", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id", "report_id", "score", "value") VALUES (OLD."answered_at", OLD."answered_by_id", OLD."comment", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."question_id", OLD."report_id", OLD."score", OLD."value"); RETURN NULL;', hash='f570dfd6d6a41b7fd63d4cb5e20167c2ffb0a0bd', operation='DELETE', pgid='pgtrigger_delete_delete_c3eae', table='reports_answer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reporttemplate',
            trigger=pgtrigger.compiler.Trigger(name='frozen_once_published', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."status" IN (\'published\', \'withdrawn\'))', func="\n            IF TG_OP = 'DELETE'\n                OR (NEW.code, NEW.version, NEW.name, NEW.title, NEW.file_name, NEW.cadence, NEW.collects, NEW.key_metrics, NEW.smallest_group) IS DISTINCT FROM (OLD.code, OLD.version, OLD.name, OLD.title, OLD.file_name, OLD.cadence, OLD.collects, OLD.key_metrics, OLD.smallest_group)\n                OR NEW.status NOT IN (OLD.status, 'withdrawn')\n                OR COALESCE(NEW.based_on_id, OLD.based_on_id)\n                    IS DISTINCT FROM OLD.based_on_id\n            THEN\n                RAISE EXCEPTION 'The report template is published and cannot change.'\n                USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='a32da13a56414d97e05c7acb384859bb56cd9585', operation='UPDATE OR DELETE', pgid='pgtrigger_frozen_once_published_ea021', table='reports_reporttemplate', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='section',
            trigger=pgtrigger.compiler.Trigger(name='frozen_with_template', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE is_frozen boolean;', func="\n            SELECT bool_or(status IN ('published', 'withdrawn')) INTO is_frozen FROM (\n                SELECT status FROM reports_reporttemplate\n                WHERE id IN (NEW.template_id, OLD.template_id) ORDER BY id FOR SHARE\n            ) AS its_templates;\n            IF is_frozen THEN\n                RAISE EXCEPTION 'The report template is published and cannot change.'\n                USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN COALESCE(NEW, OLD);\n        ", hash='959041f72eb2ce153a973440051e55f18eae02ac', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_template_73b3c', table='reports_section', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='question',
            trigger=pgtrigger.compiler.Trigger(name='frozen_with_template', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE is_frozen boolean;', func="\n            SELECT bool_or(status IN ('published', 'withdrawn')) INTO is_frozen FROM (\n                SELECT status FROM reports_reporttemplate\n                WHERE id IN ((SELECT template_id FROM reports_section WHERE id = NEW.section_id), (SELECT template_id FROM reports_section WHERE id = OLD.section_id)) ORDER BY id FOR SHARE\n            ) AS its_templates;\n            IF is_frozen THEN\n                RAISE EXCEPTION 'The report template is published and cannot change.'\n                USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN COALESCE(NEW, OLD);\n        ", hash='8f2937ad51dcabe76c53e4b2a272a5b65dac4f0e', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_template_beebd', table='reports_question', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='report',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "reports_reportevent" ("approved_snapshot_id", "committee_id", "id", "level", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "presented_on", "registry_number", "reporting_year_id", "status", "submitted_snapshot_id", "unit_id") VALUES (OLD."approved_snapshot_id", OLD."committee_id", OLD."id", OLD."level", OLD."paragraph", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."presented_on", OLD."registry_number", OLD."reporting_year_id", OLD."status", OLD."submitted_snapshot_id", OLD."unit_id"); RETURN NULL;', hash='5b63013fa8f8518d96cb2bed6dab1009b644e636', operation='UPDATE', pgid='pgtrigger_update_update_234a9', table='reports_report', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='report',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reports_reportevent" ("approved_snapshot_id", "committee_id", "id", "level", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "presented_on", "registry_number", "reporting_year_id", "status", "submitted_snapshot_id", "unit_id") VALUES (OLD."approved_snapshot_id", OLD."committee_id", OLD."id", OLD."level", OLD."paragraph", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."presented_on", OLD."registry_number", OLD."reporting_year_id", OLD."status", OLD."submitted_snapshot_id", OLD."unit_id"); RETURN NULL;', hash='e7223c04aa8a62bf93d3c3f6000a6a282b181927', operation='DELETE', pgid='pgtrigger_delete_delete_6acd6', table='reports_report', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tablecolumn',
            trigger=pgtrigger.compiler.Trigger(name='frozen_with_template', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE is_frozen boolean;', func="\n            SELECT bool_or(status IN ('published', 'withdrawn')) INTO is_frozen FROM (\n                SELECT status FROM reports_reporttemplate\n                WHERE id IN ((SELECT template_id FROM reports_section WHERE id = NEW.section_id), (SELECT template_id FROM reports_section WHERE id = OLD.section_id)) ORDER BY id FOR SHARE\n            ) AS its_templates;\n            IF is_frozen THEN\n                RAISE EXCEPTION 'The report template is published and cannot change.'\n                USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN COALESCE(NEW, OLD);\n        ", hash='0662560d75c90adf0304863e4dc6992ad1db1026', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_template_d183a', table='reports_tablecolumn', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tablerow',
            trigger=pgtrigger.compiler.Trigger(name='frozen_with_template', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE is_frozen boolean;', func="\n            SELECT bool_or(status IN ('published', 'withdrawn')) INTO is_frozen FROM (\n                SELECT status FROM reports_reporttemplate\n                WHERE id IN ((SELECT template_id FROM reports_section WHERE id = NEW.section_id), (SELECT template_id FROM reports_section WHERE id = OLD.section_id)) ORDER BY id FOR SHARE\n            ) AS its_templates;\n            IF is_frozen THEN\n                RAISE EXCEPTION 'The report template is published and cannot change.'\n                USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN COALESCE(NEW, OLD);\n        ", hash='054eaf0c231fef23c1ac0f31c24f400ae4555a9b', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_template_08717', table='reports_tablerow', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='narrative',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "reports_narrativeevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "report_id", "row_id", "section_id", "text", "version", "written_at", "written_by_id") VALUES (OLD."id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."report_id", OLD."row_id", OLD."section_id", OLD."text", OLD."version", OLD."written_at", OLD."written_by_id"); RETURN NULL;', hash='e3251328f6fba6725863ef5eadc979b5a8477c4f', operation='UPDATE', pgid='pgtrigger_update_update_b28df', table='reports_narrative', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='narrative',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reports_narrativeevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "report_id", "row_id", "section_id", "text", "version", "written_at", "written_by_id") VALUES (OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."report_id", OLD."row_id", OLD."section_id", OLD."text", OLD."version", OLD."written_at", OLD."written_by_id"); RETURN NULL;', hash='4a2ba6da6991cb3a8f40331e9f699d2f319936e8', operation='DELETE', pgid='pgtrigger_delete_delete_e3bbb', table='reports_narrative', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='coverreport',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "reports_coverreportevent" ("pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal", "report_id", "route", "summary", "version", "written_at", "written_by_id") VALUES (_pgh_attach_context(), NOW(), \'update\', OLD."report_id", OLD."proposal", OLD."report_id", OLD."route", OLD."summary", OLD."version", OLD."written_at", OLD."written_by_id"); RETURN NULL;', hash='c7dbb0526f9ad84c164c424b414f85a4881a6ba1', operation='UPDATE', pgid='pgtrigger_update_update_09310', table='reports_coverreport', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='coverreport',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reports_coverreportevent" ("pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal", "report_id", "route", "summary", "version", "written_at", "written_by_id") VALUES (_pgh_attach_context(), NOW(), \'delete\', OLD."report_id", OLD."proposal", OLD."report_id", OLD."route", OLD."summary", OLD."version", OLD."written_at", OLD."written_by_id"); RETURN NULL;', hash='78eff2cd7b2883b1d61a682322d469ae2caf5ef6', operation='DELETE', pgid='pgtrigger_delete_delete_dd9d7', table='reports_coverreport', when='AFTER')),
        ),
    ]
