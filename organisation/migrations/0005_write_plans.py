from datetime import date

from django.db import migrations

CODE = "write_plans"


def give_to_roles(apps, schema_editor):
    """What the role gives those who have it already; new ones get it as they are appointed."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    Appointment = apps.get_model("organisation", "Appointment")
    Grant = apps.get_model("organisation", "UnitUserObjectPermission")
    writing = Appointment.objects.filter(
        role__in=["manager", "substitute", "head", "hr"], valid__contains=date.today()
    )
    if not writing.exists():
        return
    kind, _ = ContentType.objects.get_or_create(app_label="organisation", model="unit")
    permission, _ = Permission.objects.get_or_create(
        content_type=kind,
        codename=CODE,
        defaults={"name": "Can write the unit's work environment plans"},
    )
    held = {(each.user_id, each.unit_id) for each in writing}
    Grant.objects.bulk_create(
        Grant(user_id=user, content_object_id=unit, permission=permission)
        for user, unit in held
    )


def take_back(apps, schema_editor):
    Grant = apps.get_model("organisation", "UnitUserObjectPermission")
    Grant.objects.filter(permission__codename=CODE).delete()
    apps.get_model("auth", "Permission").objects.filter(codename=CODE).delete()



class Migration(migrations.Migration):

    dependencies = [
        ('organisation', '0004_reminders_and_calendar'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='unit',
            options={'ordering': ['name', 'pk'], 'permissions': [('view_incidents', "Can view the unit's incidents"), ('handle_incidents', "Can handle the unit's incidents"), ('view_persons', 'Can view who was affected'), ('view_rounds', "Can view the unit's rounds and risks"), ('handle_rounds', "Can plan and carry out the unit's rounds"), ('review_rounds', "Can review and sign the unit's rounds"), ('manage_rounds', 'Can manage checklists, the risk matrix and recurring rounds'), ('view_measures', "Can view the unit's measures"), ('handle_measures', "Can handle the unit's measures"), ('write_plans', "Can write the unit's work environment plans"), ('view_reports', 'Can view annual reports on the unit'), ('edit_reports', 'Can write annual reports on the unit'), ('manage_organisation', 'Can manage units and people')], 'verbose_name': 'unit', 'verbose_name_plural': 'units'},
        ),
        migrations.RunPython(give_to_roles, take_back),
    ]
