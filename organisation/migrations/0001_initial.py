import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import organisation.models.units
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

from sam.migrating import WholeRoom


# å ä ö last in the alphabet: ICU where the server has it, else the system's Swedish locale,
# else plain code points (å and ä change places, all else is right).
SWEDISH_COLLATION = """
DO $$
BEGIN
    CREATE COLLATION swedish (provider = icu, locale = 'sv-SE');
EXCEPTION WHEN OTHERS THEN
    BEGIN
        CREATE COLLATION swedish (provider = libc, locale = 'sv_SE.utf8');
    EXCEPTION WHEN OTHERS THEN
        CREATE COLLATION swedish FROM "C";
    END;
END $$;
"""


class Migration(WholeRoom):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        BtreeGistExtension(),
        migrations.RunSQL(SWEDISH_COLLATION, "DROP COLLATION swedish"),
        migrations.CreateModel(
            name='Committee',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(db_collation='swedish', max_length=200, unique=True, verbose_name='name')),
                ('slug', models.SlugField(unique=True, verbose_name='short name in addresses and files')),
            ],
            options={
                'verbose_name': 'committee',
                'verbose_name_plural': 'committees',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Municipality',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('country', models.CharField(choices=[('SE', 'Sweden'), ('NO', 'Norway'), ('DK', 'Denmark')], default='SE', max_length=2, verbose_name='country')),
                ('is_demo', models.BooleanField(default=False, verbose_name='invented data')),
                ('logo', models.FileField(blank=True, upload_to=organisation.models.units._logo_path, verbose_name='logo')),
                ('colour', models.CharField(default='#14505c', max_length=7, validators=[django.core.validators.RegexValidator('^#[0-9a-fA-F]{6}\\Z')], verbose_name='colour of documents')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='municipality_only_one'), models.CheckConstraint(condition=models.Q(('colour__regex', '^#[0-9a-fA-F]{6}$')), name='municipality_colour_is_one')],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(help_text='What other systems call the unit.', max_length=50, unique=True, verbose_name='code')),
                ('name', models.CharField(db_collation='swedish', max_length=200, verbose_name='name')),
                ('level', models.CharField(choices=[('municipality', 'Municipality'), ('administration', 'Administration'), ('department', 'Department'), ('unit', 'Unit')], max_length=20, verbose_name='level')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='organisation.unit', verbose_name='part of')),
                ('lineage', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, editable=False, size=None)),
                ('committee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='units', to='organisation.committee', verbose_name='committee that the unit answers to')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed on')),
                ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='organisation.unit', verbose_name='taken over by')),
            ],
            options={
                'verbose_name': 'unit',
                'verbose_name_plural': 'units',
                'ordering': ['name', 'pk'],
                'permissions': [('view_incidents', "Can view the unit's incidents"), ('handle_incidents', "Can handle the unit's incidents"), ('view_persons', 'Can view who was affected'), ('view_rounds', "Can view the unit's rounds and risks"), ('handle_rounds', "Can plan and carry out the unit's rounds"), ('review_rounds', "Can review and sign the unit's rounds"), ('manage_rounds', 'Can manage checklists, the risk matrix and recurring rounds'), ('view_measures', "Can view the unit's measures"), ('handle_measures', "Can handle the unit's measures"), ('write_plans', "Can write the unit's work environment plans"), ('contribute_reports', "Can write the unit's own part of annual reports"), ('view_reports', 'Can view annual reports on the unit'), ('edit_reports', 'Can write annual reports on the unit'), ('view_year', "Can view the unit's work of the year"), ('handle_year', "Can lead the unit's work of the year"), ('manage_year', 'Can manage the wheel, surveys, courses and documents of the unit'), ('manage_organisation', 'Can manage units and people'), ('manage_records', 'Can say how long records are kept, archive and destroy them'), ('answer_requests', 'Can answer requests for personal data and for public documents'), ('oversee_personal_data', 'Can oversee how personal data are handled')],
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['lineage'], name='organisation_unit_lineage')],
                'constraints': [models.CheckConstraint(condition=models.Q(('successor', None), models.Q(('successor', models.F('id')), _negated=True), _connector='OR'), name='unit_not_its_own_successor')],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail')),
                ('name', models.CharField(db_collation='swedish', max_length=200, verbose_name='name')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='telephone')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='occupation')),
                ('external_id', models.CharField(blank=True, max_length=100, null=True, unique=True, verbose_name='id in other systems')),
                ('is_protected', models.BooleanField(default=False, verbose_name='protected identity')),
                ('employed_on', models.DateField(blank=True, null=True, verbose_name='employed since')),
                ('left_on', models.DateField(blank=True, null=True, verbose_name='left on')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='employees', to='organisation.unit', verbose_name='workplace')),
                ('gets_digest', models.BooleanField(default=False, verbose_name='one e-mail a day instead of one for each event')),
                ('reminders', models.CharField(choices=[('daily', 'Each working day, when there is something new'), ('weekly', 'Once a week'), ('never', 'Never; I look at my page')], default='daily', max_length=10, verbose_name='reminders of measures by e-mail')),
                ('is_active', models.BooleanField(default=True, verbose_name='may log in')),
                ('is_demo', models.BooleanField(default=False, verbose_name='invented person')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='created')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Placement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='placements', to='organisation.unit')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('level', models.CharField(choices=[('municipality', 'Municipality'), ('administration', 'Administration'), ('department', 'Department'), ('unit', 'Unit')], max_length=20, verbose_name='level')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='placements_below', to='organisation.unit')),
                ('lineage', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), editable=False, size=None)),
                ('committee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.committee')),
                ('answers_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='organisation.committee')),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='valid')),
            ],
            options={
                'ordering': ['unit', 'valid'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['lineage'], name='placement_lineage')],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('unit', '='), ('valid', '&&')], name='placement_one_at_a_time', violation_error_message='The unit already has a place on that date.'), models.CheckConstraint(condition=models.Q(('valid__isempty', False)), name='placement_lasts_a_day')],
            },
        ),
        migrations.CreateModel(
            name='UnitGroupObjectPermission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.permission')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.group')),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='organisation.unit')),
            ],
            options={
                'abstract': False,
                'unique_together': {('group', 'permission', 'content_object')},
            },
        ),
        migrations.CreateModel(
            name='Identity',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='identity', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('name', models.CharField(db_collation='swedish', max_length=200, verbose_name='name')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='telephone')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail')),
            ],
            options={
                'verbose_name': 'protected identity',
                'verbose_name_plural': 'protected identities',
            },
        ),
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_feed', to=settings.AUTH_USER_MODEL)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('read_on', models.DateField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='appointments', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='appointments', to='organisation.unit')),
                ('role', models.CharField(choices=[('manager', 'Manager'), ('substitute', 'Substitute manager'), ('safety_representative', 'Safety representative'), ('head', 'Head of administration'), ('hr', 'HR'), ('reader', 'Reader of reports'), ('administrator', 'Administrator'), ('archivist', 'Archivist'), ('data_protection_officer', 'Data protection officer')], max_length=30, verbose_name='role')),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='valid')),
            ],
            options={
                'ordering': ['unit', 'role', 'user'],
                'indexes': [models.Index(fields=['unit', 'role'], name='appointment_unit_role')],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('user', '='), ('unit', '='), ('role', '='), ('valid', '&&')], name='appointment_once_at_a_time', violation_error_message='The person already has this role then.')],
            },
        ),
        migrations.CreateModel(
            name='UnitUserObjectPermission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.permission')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='organisation.unit')),
            ],
            options={
                'abstract': False,
                'unique_together': {('user', 'permission', 'content_object')},
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='kept_apart', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (\n                SELECT FROM organisation_identity\n                WHERE email = NEW.email AND user_id <> NEW.id\n            ) OR NEW.is_protected AND EXISTS (\n                SELECT FROM organisation_user WHERE email = NEW.email AND id <> NEW.id\n            ) THEN\n                RAISE EXCEPTION 'Another person has the address.'\n                USING ERRCODE = 'unique_violation';\n            END IF;\n            IF NEW.is_protected AND TG_OP = 'UPDATE' AND OLD.is_protected THEN\n                UPDATE organisation_identity SET\n                    name = CASE WHEN NEW.name = OLD.name THEN name ELSE NEW.name END,\n                    phone = CASE WHEN NEW.phone = '' THEN phone ELSE NEW.phone END,\n                    email = CASE WHEN NEW.email = OLD.email THEN email ELSE NEW.email END\n                WHERE user_id = NEW.id;\n            ELSIF NEW.is_protected THEN\n                IF NEW.name = 'Protected identity' THEN\n                    RAISE EXCEPTION 'Read the person anew.' USING ERRCODE = 'check_violation';\n                END IF;\n                INSERT INTO organisation_identity (user_id, name, phone, email)\n                VALUES (NEW.id, NEW.name, NEW.phone, NEW.email);\n            ELSIF TG_OP = 'UPDATE' AND OLD.is_protected THEN\n                WITH kept AS (\n                    DELETE FROM organisation_identity WHERE user_id = NEW.id RETURNING *\n                )\n                SELECT kept.name, kept.phone, kept.email\n                INTO NEW.name, NEW.phone, NEW.email FROM kept;\n            END IF;\n            IF NEW.is_protected THEN\n                NEW.name := 'Protected identity';\n                NEW.phone := '';\n                NEW.email := NEW.id || '@protected.invalid';\n            END IF;\n            RETURN NEW;\n        ", hash='3ebb4415f6aaf3c7138806dafdc9753d63d4b16e', operation='INSERT OR UPDATE OF "is_protected", "name", "phone", "email"', pgid='pgtrigger_kept_apart_97f23', table='organisation_user', when='BEFORE')),
        ),
    ]
