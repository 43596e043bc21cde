"""What stood in the columns that go is told in those that came."""

from django.db import migrations

FORWARD = [
    """
    UPDATE riskassessment_question q SET key = md5(c.code || '|' || q.text)
    FROM riskassessment_section s JOIN riskassessment_checklist c ON c.id = s.checklist_id
    WHERE s.id = q.section_id
    """,
    """
    INSERT INTO riskassessment_roundchecklist (round_id, checklist_id, "order")
    SELECT id, checklist_id, 1 FROM riskassessment_inspectionround
    """,
    """
    UPDATE riskassessment_inspectionround r SET title = c.name
    FROM riskassessment_checklist c WHERE c.id = r.checklist_id
    """,
    "UPDATE riskassessment_answer SET shows_risk = (value = 'no')",
    """
    UPDATE riskassessment_risk r
    SET matrix_id = shipped.id,
        unit_id = round.unit_id,
        level_code = CASE WHEN r.likelihood * r.consequence >= 10 THEN 'high'
            WHEN r.likelihood * r.consequence >= 5 THEN 'medium' ELSE 'low' END,
        weight = 4 * r.likelihood * r.consequence
            + CASE WHEN r.likelihood * r.consequence >= 10 THEN 1000
            WHEN r.likelihood * r.consequence >= 5 THEN 500 ELSE 0 END,
        is_serious = r.likelihood * r.consequence >= 10,
        rated_on = a.answered_at::date,
        created_at = a.answered_at,
        status = CASE WHEN a.value = 'no' THEN 'open' ELSE 'withdrawn' END
    FROM actionplans_riskmatrix shipped, riskassessment_answer a
    JOIN riskassessment_inspectionround round ON round.id = a.round_id
    WHERE a.id = r.answer_id AND shipped.version = 1
    """,
    """
    UPDATE riskassessment_riskevent e SET matrix_id = r.matrix_id, unit_id = r.unit_id
    FROM riskassessment_risk r WHERE r.id = e.pgh_obj_id
    """,
    # Of risks that are no more, nothing but these traces is left.
    "DELETE FROM riskassessment_riskevent WHERE matrix_id IS NULL",
    """
    INSERT INTO riskassessment_rating (risk_id, matrix_id, likelihood, consequence,
        level_code, is_serious, existing_measures, reason, by_id, at)
    SELECT r.id, r.matrix_id, r.likelihood, r.consequence, r.level_code, r.is_serious,
        '', '', a.answered_by_id, a.answered_at
    FROM riskassessment_risk r JOIN riskassessment_answer a ON a.id = r.answer_id
    """,
]
BACKWARD = [
    """
    UPDATE riskassessment_inspectionround r SET checklist_id = c.checklist_id
    FROM riskassessment_roundchecklist c WHERE c.round_id = r.id AND c."order" = 1
    """,
    """
    UPDATE riskassessment_inspectionroundevent e SET checklist_id = r.checklist_id
    FROM riskassessment_inspectionround r WHERE r.id = e.pgh_obj_id
    """,
    "DELETE FROM riskassessment_inspectionroundevent WHERE checklist_id IS NULL",
]


class Migration(migrations.Migration):
    dependencies = [("riskassessment", "0002_rounds_complete")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
