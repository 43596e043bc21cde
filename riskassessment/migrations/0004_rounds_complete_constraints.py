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

    dependencies = [('riskassessment', '0003_rounds_complete_data')]

    operations = [
        migrations.RemoveIndex(
            model_name='risk',
            name='risk_worst_first',
        ),
        migrations.RemoveField(
            model_name='inspectionround',
            name='checklist',
        ),
        migrations.RemoveField(
            model_name='inspectionroundevent',
            name='checklist',
        ),
        migrations.RemoveField(
            model_name='risk',
            name='score',
        ),
        migrations.AlterField(
            model_name='risk',
            name='matrix',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actionplans.riskmatrix'),
        ),
        migrations.AlterField(
            model_name='risk',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='risks', to='organisation.unit', verbose_name='unit'),
        ),
        migrations.AlterField(
            model_name='riskevent',
            name='matrix',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='actionplans.riskmatrix'),
        ),
        migrations.AlterField(
            model_name='riskevent',
            name='unit',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.unit', verbose_name='unit'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='answer',
            trigger=pgtrigger.compiler.Trigger(name='frozen_with_round', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE its_status text;', func="\n            SELECT status INTO its_status FROM riskassessment_inspectionround\n            WHERE id = COALESCE(NEW.round_id, OLD.round_id) FOR SHARE;\n            IF its_status IN ('signed', 'closed') THEN RAISE EXCEPTION 'The round is signed and cannot change.' USING ERRCODE = 'check_violation'; END IF;\n            RETURN COALESCE(NEW, OLD);\n        ", hash='6b141e8211d1b0f7ef96ee509a17ea9aea5bb706', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_round_346b5', table='riskassessment_answer', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='answer',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "riskassessment_answerevent" ("answered_at", "answered_by_id", "comment", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id", "review_comment", "round_id", "shows_risk", "value") VALUES (OLD."answered_at", OLD."answered_by_id", OLD."comment", OLD."id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."question_id", OLD."review_comment", OLD."round_id", OLD."shows_risk", OLD."value"); RETURN NULL;', hash='2a4d7be376d5e8a84329ba56c74b1e2a78865ab6', operation='UPDATE', pgid='pgtrigger_update_update_1d4c8', table='riskassessment_answer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='answer',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "riskassessment_answerevent" ("answered_at", "answered_by_id", "comment", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id", "review_comment", "round_id", "shows_risk", "value") VALUES (OLD."answered_at", OLD."answered_by_id", OLD."comment", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."question_id", OLD."review_comment", OLD."round_id", OLD."shows_risk", OLD."value"); RETURN NULL;', hash='8b380b6967b12e6b8b8c3f53c6a969e65eb01d76', operation='DELETE', pgid='pgtrigger_delete_delete_fe102', table='riskassessment_answer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='inspectionround',
            trigger=pgtrigger.compiler.Trigger(name='frozen_when_signed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."status" IN (\'signed\', \'closed\'))', func="RAISE EXCEPTION 'The round is signed and cannot change.' USING ERRCODE = 'check_violation';", hash='8f39dba9577ec514660c3df0b27cb9cbe8ea9db1', operation='DELETE OR UPDATE OF "unit_id", "title", "planned_on", "carried_out_on"', pgid='pgtrigger_frozen_when_signed_e27c0', table='riskassessment_inspectionround', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='inspectionround',
            trigger=pgtrigger.compiler.Trigger(name='signed_is_only_closed', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.status = 'closed' AND NEW.status <> 'closed' OR OLD.status = 'signed' AND NEW.status NOT IN ('signed', 'closed'))", func="RAISE EXCEPTION 'The round is signed and cannot change.' USING ERRCODE = 'check_violation';", hash='e73115a1002bfb2853ffa4764d0924a2426e4999', operation='UPDATE OF "status"', pgid='pgtrigger_signed_is_only_closed_28d54', table='riskassessment_inspectionround', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='inspectionround',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "riskassessment_inspectionroundevent" ("action_plan_id", "carried_out_on", "due_on", "id", "message", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "planned_by_id", "planned_on", "reminded_on", "schedule_id", "starts_at", "status", "title", "unit_id") VALUES (OLD."action_plan_id", OLD."carried_out_on", OLD."due_on", OLD."id", OLD."message", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."place", OLD."planned_by_id", OLD."planned_on", OLD."reminded_on", OLD."schedule_id", OLD."starts_at", OLD."status", OLD."title", OLD."unit_id"); RETURN NULL;', hash='e5e10e1666859fb3c3729679c39d9f362c85dbab', operation='UPDATE', pgid='pgtrigger_update_update_1f5a7', table='riskassessment_inspectionround', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='inspectionround',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "riskassessment_inspectionroundevent" ("action_plan_id", "carried_out_on", "due_on", "id", "message", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "planned_by_id", "planned_on", "reminded_on", "schedule_id", "starts_at", "status", "title", "unit_id") VALUES (OLD."action_plan_id", OLD."carried_out_on", OLD."due_on", OLD."id", OLD."message", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place", OLD."planned_by_id", OLD."planned_on", OLD."reminded_on", OLD."schedule_id", OLD."starts_at", OLD."status", OLD."title", OLD."unit_id"); RETURN NULL;', hash='838bfd342cd1b178124609c721ed6720c900e23d', operation='DELETE', pgid='pgtrigger_delete_delete_f4ba8', table='riskassessment_inspectionround', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='participant',
            trigger=pgtrigger.compiler.Trigger(name='frozen_with_round', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE its_status text;', func="\n            SELECT status INTO its_status FROM riskassessment_inspectionround\n            WHERE id = COALESCE(NEW.round_id, OLD.round_id) FOR SHARE;\n            IF its_status IN ('signed', 'closed') THEN RAISE EXCEPTION 'The round is signed and cannot change.' USING ERRCODE = 'check_violation'; END IF;\n            RETURN COALESCE(NEW, OLD);\n        ", hash='bc6ec013a7465714ebdb50b199dfa588c77b224c', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_round_16d99', table='riskassessment_participant', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='question',
            trigger=pgtrigger.compiler.Trigger(name='frozen_when_published', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE its_status text;', func="\n            SELECT status INTO its_status FROM riskassessment_checklist\n            WHERE id = (SELECT checklist_id FROM riskassessment_section WHERE id = COALESCE(NEW.section_id, OLD.section_id)) FOR SHARE;\n            IF its_status IN ('published', 'withdrawn') THEN RAISE EXCEPTION 'The checklist is published and cannot change.' USING ERRCODE = 'check_violation'; END IF;\n            RETURN COALESCE(NEW, OLD);\n        ", hash='ae4a8603ce73fd29dc44b3e38d836d6a7f24d70b', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_when_published_74d25', table='riskassessment_question', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='question',
            trigger=pgtrigger.compiler.Trigger(name='frozen_with_round', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE its_status text;', func="\n            SELECT status INTO its_status FROM riskassessment_inspectionround\n            WHERE id = (SELECT round_id FROM riskassessment_section WHERE id = COALESCE(NEW.section_id, OLD.section_id)) FOR SHARE;\n            IF its_status IN ('signed', 'closed') THEN RAISE EXCEPTION 'The round is signed and cannot change.' USING ERRCODE = 'check_violation'; END IF;\n            RETURN COALESCE(NEW, OLD);\n        ", hash='b0c98ed43df0b8f07f9f13342f37ab1f4f570aa4', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_round_b4c34', table='riskassessment_question', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='risk',
            trigger=pgtrigger.compiler.Trigger(name='frozen_with_round', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE its_status text;', func="\n            SELECT status INTO its_status FROM riskassessment_inspectionround\n            WHERE id = (SELECT round_id FROM riskassessment_answer WHERE id = COALESCE(NEW.answer_id, OLD.answer_id)) FOR SHARE;\n            IF its_status IN ('signed', 'closed') THEN RAISE EXCEPTION 'The round is signed and cannot change.' USING ERRCODE = 'check_violation'; END IF;\n            RETURN COALESCE(NEW, OLD);\n        ", hash='12f20bb292cc52e037b62f87b2c848d225a4a86f', operation='INSERT OR DELETE OR UPDATE OF "answer_id", "description", "aspect"', pgid='pgtrigger_frozen_with_round_693fa', table='riskassessment_risk', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='risk',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."action_plan_id" IS DISTINCT FROM (NEW."action_plan_id") OR OLD."answer_id" IS DISTINCT FROM (NEW."answer_id") OR OLD."aspect" IS DISTINCT FROM (NEW."aspect") OR OLD."change_id" IS DISTINCT FROM (NEW."change_id") OR OLD."consequence" IS DISTINCT FROM (NEW."consequence") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."description" IS DISTINCT FROM (NEW."description") OR OLD."existing_measures" IS DISTINCT FROM (NEW."existing_measures") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_serious" IS DISTINCT FROM (NEW."is_serious") OR OLD."level_code" IS DISTINCT FROM (NEW."level_code") OR OLD."likelihood" IS DISTINCT FROM (NEW."likelihood") OR OLD."matrix_id" IS DISTINCT FROM (NEW."matrix_id") OR OLD."raised_at" IS DISTINCT FROM (NEW."raised_at") OR OLD."rated_on" IS DISTINCT FROM (NEW."rated_on") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id") OR OLD."weight" IS DISTINCT FROM (NEW."weight"))', func='INSERT INTO "riskassessment_riskevent" ("action_plan_id", "answer_id", "aspect", "change_id", "consequence", "created_at", "description", "existing_measures", "id", "is_serious", "level_code", "likelihood", "matrix_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_at", "rated_on", "status", "unit_id", "weight") VALUES (OLD."action_plan_id", OLD."answer_id", OLD."aspect", OLD."change_id", OLD."consequence", OLD."created_at", OLD."description", OLD."existing_measures", OLD."id", OLD."is_serious", OLD."level_code", OLD."likelihood", OLD."matrix_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."raised_at", OLD."rated_on", OLD."status", OLD."unit_id", OLD."weight"); RETURN NULL;', hash='9fd2dcaff1a230ba33c54ee320d94e2a00e4e7eb', operation='UPDATE', pgid='pgtrigger_update_update_227ae', table='riskassessment_risk', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='risk',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "riskassessment_riskevent" ("action_plan_id", "answer_id", "aspect", "change_id", "consequence", "created_at", "description", "existing_measures", "id", "is_serious", "level_code", "likelihood", "matrix_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_at", "rated_on", "status", "unit_id", "weight") VALUES (OLD."action_plan_id", OLD."answer_id", OLD."aspect", OLD."change_id", OLD."consequence", OLD."created_at", OLD."description", OLD."existing_measures", OLD."id", OLD."is_serious", OLD."level_code", OLD."likelihood", OLD."matrix_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."raised_at", OLD."rated_on", OLD."status", OLD."unit_id", OLD."weight"); RETURN NULL;', hash='4ee0d6a2e028943c55bea2927f194b9ec5c8382b', operation='DELETE', pgid='pgtrigger_delete_delete_e8b7a', table='riskassessment_risk', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='section',
            trigger=pgtrigger.compiler.Trigger(name='frozen_when_published', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE its_status text;', func="\n            SELECT status INTO its_status FROM riskassessment_checklist\n            WHERE id = COALESCE(NEW.checklist_id, OLD.checklist_id) FOR SHARE;\n            IF its_status IN ('published', 'withdrawn') THEN RAISE EXCEPTION 'The checklist is published and cannot change.' USING ERRCODE = 'check_violation'; END IF;\n            RETURN COALESCE(NEW, OLD);\n        ", hash='21d1fa68895729e9683b768ca8e6c91a1025ac30', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_when_published_55d2e', table='riskassessment_section', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='section',
            trigger=pgtrigger.compiler.Trigger(name='frozen_with_round', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE its_status text;', func="\n            SELECT status INTO its_status FROM riskassessment_inspectionround\n            WHERE id = COALESCE(NEW.round_id, OLD.round_id) FOR SHARE;\n            IF its_status IN ('signed', 'closed') THEN RAISE EXCEPTION 'The round is signed and cannot change.' USING ERRCODE = 'check_violation'; END IF;\n            RETURN COALESCE(NEW, OLD);\n        ", hash='7d4ba7492a9935714cce9d89c4c8e5263e746068', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_round_6d05a', table='riskassessment_section', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='risk',
            index=models.Index(fields=['-weight', 'id'], name='risk_worst_first'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='roundchecklist',
            trigger=pgtrigger.compiler.Trigger(name='frozen_with_round', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE its_status text;', func="\n            SELECT status INTO its_status FROM riskassessment_inspectionround\n            WHERE id = COALESCE(NEW.round_id, OLD.round_id) FOR SHARE;\n            IF its_status IN ('signed', 'closed') THEN RAISE EXCEPTION 'The round is signed and cannot change.' USING ERRCODE = 'check_violation'; END IF;\n            RETURN COALESCE(NEW, OLD);\n        ", hash='26fc91bcbedaf781105e5399743aaaef54bd1c9f', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_round_71f14', table='riskassessment_roundchecklist', when='BEFORE')),
        ),
    ]
