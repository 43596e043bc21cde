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
        ('organisation', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='ServiceKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(db_collation='swedish', max_length=100, unique=True, verbose_name='name')),
                ('topic', models.CharField(choices=[('stress', 'Stress and exhaustion'), ('ergonomics', 'Ergonomics'), ('rehabilitation', 'Rehabilitation'), ('measurement', 'Measurements'), ('crisis', 'Crisis support'), ('training', 'Training'), ('other', 'Other')], max_length=20, verbose_name='counted as')),
                ('is_offered', models.BooleanField(default=True, verbose_name='can be ordered')),
                ('order', models.PositiveSmallIntegerField(default=1, verbose_name='place in the list')),
            ],
            options={
                'verbose_name': 'kind of service',
                'verbose_name_plural': 'kinds of services',
                'ordering': ['order', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Supplier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(db_collation='swedish', max_length=200, unique=True, verbose_name='name')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='telephone')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('agreement', models.CharField(blank=True, max_length=50, verbose_name="agreement's number")),
                ('agreed_from', models.DateField(blank=True, null=True, verbose_name='agreement from')),
                ('agreed_until', models.DateField(blank=True, null=True, verbose_name='agreement until')),
                ('note', models.TextField(blank=True, max_length=2000, verbose_name='what the agreement covers')),
            ],
            options={
                'verbose_name': 'supplier',
                'verbose_name_plural': 'suppliers',
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('agreed_from', None), ('agreed_until', None), ('agreed_until__gte', models.F('agreed_from')), _connector='OR'), name='supplier_agreement_ends_after_it_begins', violation_error_message='The agreement ends before it begins.')],
            },
        ),
        migrations.CreateModel(
            name='HealthServiceOrder',
            fields=[
                ('version', models.PositiveIntegerField(default=0)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='health_service_orders', to='organisation.unit', verbose_name='unit')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='healthservice.servicekind', verbose_name='what')),
                ('about', models.CharField(choices=[('individual', 'One person'), ('group', 'A group'), ('workplace', 'The workplace')], max_length=20, verbose_name='for whom')),
                ('aim', models.CharField(max_length=500, verbose_name='aim')),
                ('supplier', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='healthservice.supplier', verbose_name='supplier')),
                ('cost', models.PositiveIntegerField(blank=True, null=True, verbose_name='cost')),
                ('ordered_on', models.DateField(default=sam.dates.today, verbose_name='ordered on')),
                ('ordered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('measure', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='health_service_orders', to='actionplans.measure', verbose_name='measure that it carries out')),
                ('status', models.CharField(choices=[('ordered', 'Ordered'), ('under_way', 'Under way'), ('delivered', 'Delivered'), ('followed_up', 'Followed up'), ('cancelled', 'Called off')], default='ordered', max_length=20, verbose_name='status')),
                ('delivered_on', models.DateField(blank=True, null=True, verbose_name='delivered on')),
                ('helped', models.CharField(blank=True, choices=[('yes', 'Yes'), ('partly', 'Partly'), ('no', 'No')], max_length=10, verbose_name='did it help?')),
                ('effect', models.CharField(blank=True, max_length=500, verbose_name='what it led to')),
            ],
            options={
                'verbose_name': 'order from the occupational health service',
                'verbose_name_plural': 'orders from the occupational health service',
                'ordering': ['-ordered_on', '-pk'],
                'indexes': [models.Index(fields=['-ordered_on', '-id'], name='health_order_newest'), models.Index(fields=['unit', '-ordered_on'], name='health_order_of_unit')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['delivered', 'followed_up']), ('delivered_on__isnull', False)), models.Q(('status__in', ['ordered', 'under_way', 'cancelled']), ('delivered_on', None)), _connector='OR'), name='health_order_delivered_says_when'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'followed_up'), models.Q(('helped', ''), _negated=True)), models.Q(models.Q(('status', 'followed_up'), _negated=True), ('effect', ''), ('helped', '')), _connector='OR'), name='health_order_followed_up_says_how'), models.CheckConstraint(condition=models.Q(('delivered_on', None), ('delivered_on__gte', models.F('ordered_on')), _connector='OR'), name='health_order_delivered_after_it_was_ordered', violation_error_message='It cannot be delivered before it was ordered.')],
            },
        ),
        migrations.CreateModel(
            name='HealthServiceOrderEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='healthservice.healthserviceorder')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.unit', verbose_name='unit')),
                ('service', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='healthservice.servicekind', verbose_name='what')),
                ('about', models.CharField(choices=[('individual', 'One person'), ('group', 'A group'), ('workplace', 'The workplace')], max_length=20, verbose_name='for whom')),
                ('aim', models.CharField(max_length=500, verbose_name='aim')),
                ('supplier', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='healthservice.supplier', verbose_name='supplier')),
                ('cost', models.PositiveIntegerField(blank=True, null=True, verbose_name='cost')),
                ('ordered_on', models.DateField(default=sam.dates.today, verbose_name='ordered on')),
                ('ordered_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('measure', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='actionplans.measure', verbose_name='measure that it carries out')),
                ('status', models.CharField(choices=[('ordered', 'Ordered'), ('under_way', 'Under way'), ('delivered', 'Delivered'), ('followed_up', 'Followed up'), ('cancelled', 'Called off')], default='ordered', max_length=20, verbose_name='status')),
                ('delivered_on', models.DateField(blank=True, null=True, verbose_name='delivered on')),
                ('helped', models.CharField(blank=True, choices=[('yes', 'Yes'), ('partly', 'Partly'), ('no', 'No')], max_length=10, verbose_name='did it help?')),
                ('effect', models.CharField(blank=True, max_length=500, verbose_name='what it led to')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OrderTransition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_status', models.CharField(max_length=30)),
                ('to_status', models.CharField(max_length=30)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('note', models.TextField(blank=True)),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='transitions', to='healthservice.healthserviceorder')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='healthserviceorder',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."about" IS DISTINCT FROM (NEW."about") OR OLD."aim" IS DISTINCT FROM (NEW."aim") OR OLD."cost" IS DISTINCT FROM (NEW."cost") OR OLD."delivered_on" IS DISTINCT FROM (NEW."delivered_on") OR OLD."effect" IS DISTINCT FROM (NEW."effect") OR OLD."helped" IS DISTINCT FROM (NEW."helped") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."measure_id" IS DISTINCT FROM (NEW."measure_id") OR OLD."ordered_by_id" IS DISTINCT FROM (NEW."ordered_by_id") OR OLD."ordered_on" IS DISTINCT FROM (NEW."ordered_on") OR OLD."service_id" IS DISTINCT FROM (NEW."service_id") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."supplier_id" IS DISTINCT FROM (NEW."supplier_id") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id"))', func='INSERT INTO "healthservice_healthserviceorderevent" ("about", "aim", "cost", "delivered_on", "effect", "helped", "id", "measure_id", "ordered_by_id", "ordered_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "service_id", "status", "supplier_id", "unit_id") VALUES (OLD."about", OLD."aim", OLD."cost", OLD."delivered_on", OLD."effect", OLD."helped", OLD."id", OLD."measure_id", OLD."ordered_by_id", OLD."ordered_on", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."service_id", OLD."status", OLD."supplier_id", OLD."unit_id"); RETURN NULL;', hash='cdf52d7e97c7b8a72786ed3759c7e4ded2fcc7fc', operation='UPDATE', pgid='pgtrigger_update_update_107f1', table='healthservice_healthserviceorder', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='healthserviceorder',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "healthservice_healthserviceorderevent" ("about", "aim", "cost", "delivered_on", "effect", "helped", "id", "measure_id", "ordered_by_id", "ordered_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "service_id", "status", "supplier_id", "unit_id") VALUES (OLD."about", OLD."aim", OLD."cost", OLD."delivered_on", OLD."effect", OLD."helped", OLD."id", OLD."measure_id", OLD."ordered_by_id", OLD."ordered_on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."service_id", OLD."status", OLD."supplier_id", OLD."unit_id"); RETURN NULL;', hash='4444b168ee6d37cf216e0e3b27129f7797611e5a', operation='DELETE', pgid='pgtrigger_delete_delete_35a45', table='healthservice_healthserviceorder', when='AFTER')),
        ),
    ]
