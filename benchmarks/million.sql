-- Ten years of a large municipality, in an empty database that has been migrated:
-- 30,000 people in 2,000 units, 1,000,000 incidents, two in three with details, most of
-- them closed. Always the same rows. Indexes that are no constraints are made afterwards.
SELECT setseed(0.42);
SET synchronous_commit = off;
SET maintenance_work_mem = '512MB';
SET work_mem = '128MB';

CREATE TEMP TABLE put_off AS
SELECT indexdef FROM pg_indexes
WHERE tablename IN ('incidents_incident', 'incidents_details', 'actionplans_measure', 'actionplans_actionplan')
  AND indexname NOT IN (SELECT conname FROM pg_constraint);
DO $$
DECLARE name text;
BEGIN
  FOR name IN SELECT indexname FROM pg_indexes JOIN put_off USING (indexdef) LOOP
    EXECUTE format('DROP INDEX %I', name);
  END LOOP;
END $$;

-- Units: the root, 12 administrations, 140 departments and what lies in them.
CREATE TEMP TABLE place AS
SELECT n, gen_random_uuid() AS id,
       CASE WHEN n = 0 THEN NULL WHEN n <= 12 THEN 0 WHEN n <= 152 THEN 1 + n % 12 ELSE 13 + n % 140 END AS above
FROM generate_series(0, 1999) AS n;

INSERT INTO organisation_unit (id, code, name, level, lineage, parent_id)
SELECT place.id, 'unit-' || place.n, 'Unit ' || place.n,
       CASE WHEN place.n = 0 THEN 'municipality' WHEN place.n <= 12 THEN 'administration' WHEN place.n <= 152 THEN 'department' ELSE 'unit' END,
       array_remove(ARRAY[high.id, middle.id, low.id, place.id], NULL), low.id
FROM place
LEFT JOIN place AS low ON low.n = place.above
LEFT JOIN place AS middle ON middle.n = low.above
LEFT JOIN place AS high ON high.n = middle.above
ORDER BY place.n;

INSERT INTO organisation_placement (unit_id, name, level, lineage, parent_id, valid)
SELECT id, name, level, lineage, parent_id, daterange('2010-01-01', NULL) FROM organisation_unit;

CREATE TEMP TABLE person AS
SELECT n, gen_random_uuid() AS id, 153 + n % 1847 AS at FROM generate_series(1, 30000) AS n;

INSERT INTO organisation_user (id, password, email, name, phone, is_active, is_demo, created_at, unit_id, gets_digest)
SELECT person.id, '!', 'person' || person.n || '@example.org', 'Person ' || person.n, '', true, true, now(), place.id, false
FROM person JOIN place ON place.n = person.at;

-- Words as reports have them: a few common ones in most, and one of thousands in each.
CREATE TEMP TABLE word AS
SELECT n, (ARRAY['golvet', 'trappan', 'handen', 'eleven', 'dörren', 'ryggen', 'lyfte', 'halkade', 'slog', 'kniv', 'stegen', 'bilen',
                 'köket', 'brukaren', 'hotade', 'skrek', 'föll', 'armen', 'fingret', 'huvudet', 'matsalen', 'gården', 'duschen', 'sängen',
                 'hissen', 'isen', 'väskan', 'kollegan', 'larmet', 'natten'])[n] AS text
FROM generate_series(1, 30) AS n;

-- One number for each thing that is drawn, so that a row is the same in every run.
CREATE TEMP TABLE drawn AS
SELECT n, gen_random_uuid() AS id, gen_random_uuid() AS plan,
       now() - interval '1 hour' - (n::float8 / 1000000) * interval '3652 days' AS at,
       1 + floor(power(random(), 1.3) * 30000)::int AS reporter,
       random() AS kind, random() AS violent, random() AS grave, random() AS late, random() AS elsewhere,
       random() AS told, random() AS why, random() AS where_on_body, random() AS how, random() AS away,
       floor(random() * 30)::int AS w1, floor(random() * 30)::int AS w2, floor(random() * 30)::int AS w3,
       -- The newest of them are still open.
       n < 25000 * (0.2 + random()) OR random() < 0.002 AS is_open
FROM generate_series(1, 1000000) AS n;

CREATE TEMP TABLE told AS
SELECT drawn.*, CASE
    WHEN kind < 0.45 THEN 'near_miss' WHEN kind < 0.80 THEN 'accident' WHEN kind < 0.90 THEN 'risk_observation'
    WHEN kind < 0.94 THEN 'commuting_accident' WHEN kind < 0.97 THEN 'improvement' WHEN kind < 0.985 THEN 'occupational_disease'
    WHEN kind < 0.99995 THEN 'victimisation' ELSE 'death' END AS what,
  CASE WHEN NOT is_open THEN 'closed' WHEN violent < 0.3 THEN 'reported' WHEN violent < 0.6 THEN 'investigating' ELSE 'measures' END AS state,
  place.id AS unit, person.id AS by
FROM drawn JOIN person ON person.n = drawn.reporter JOIN place ON place.n = person.at;

CREATE TEMP TABLE cause AS
SELECT id, row_number() OVER (ORDER BY code) AS n, count(*) OVER () AS many, list FROM incidents_code WHERE list = 'deviation';
CREATE TEMP TABLE body AS
SELECT id, row_number() OVER (ORDER BY code) AS n, count(*) OVER () AS many FROM incidents_code WHERE list = 'body_part';
CREATE TEMP TABLE injury AS
SELECT id, row_number() OVER (ORDER BY code) AS n, count(*) OVER () AS many FROM incidents_code WHERE list = 'injury_type';

INSERT INTO actionplans_actionplan (id, created_at, unit_id)
SELECT plan, at, unit FROM told WHERE state IN ('measures', 'closed');

INSERT INTO incidents_incident (
  id, kind, is_violence, severity, occurred_on, place, description, immediate_action, affected, affected_person, manager_part, barred,
  is_anonymous, reporter_name, reporter_email, language, reported_at, form_key, status, findings, investigated_on, feedback_on,
  feedback_to, feedback_how, summary, closed_at, version, external_id, action_plan_id, cause_id, employed_unit_id, reported_by_id,
  responsible_id, unit_id)
SELECT told.id, what, violent > 0.85 AND what IN ('near_miss', 'accident'),
       CASE WHEN state IN ('reported', 'investigating') THEN '' WHEN grave < 0.06 THEN 'serious' ELSE 'not_serious' END,
       (at - floor(late * late * 10) * interval '1 day')::date, '',
       concat_ws(' ', 'Jag', one.text, 'när', two.text, 'vid', three.text, 'och ord' || (told.n % 5000)), '', 'self', '',
       CASE WHEN told.n % 500 = 0 THEN 'involved' ELSE '' END, CASE WHEN told.n % 500 = 0 THEN ARRAY[by] ELSE '{}' END,
       false, '', '', CASE WHEN told.n % 20 = 0 THEN (ARRAY['en', 'nb', 'nn', 'da'])[1 + told.n / 20 % 4] ELSE 'sv' END, at, gen_random_uuid(), state, '',
       CASE WHEN state IN ('measures', 'closed') THEN (at + interval '5 days')::date END,
       CASE WHEN state = 'closed' THEN (at + interval '30 days')::date END, '', '', '',
       CASE WHEN state = 'closed' THEN at + interval '30 days' END, 1, '',
       CASE WHEN state IN ('measures', 'closed') THEN plan END, cause.id,
       CASE WHEN elsewhere < 0.03 THEN other.id END, by, NULL, unit
FROM told
JOIN word AS one ON one.n = w1 + 1 JOIN word AS two ON two.n = w2 + 1 JOIN word AS three ON three.n = w3 + 1
LEFT JOIN cause ON state IN ('measures', 'closed') AND cause.n = 1 + floor(why * why * many)
JOIN place AS other ON other.n = 153 + told.n % 1847
ORDER BY told.n DESC;

INSERT INTO incidents_details (
  incident_id, employment_form, age_group, sex, seniority, part_of_day, violence, perpetrator, police_report, police_number, absence,
  crisis_support, body_part_id, injury_type_id)
SELECT told.id, '', '', CASE WHEN late < 0.7 THEN 'woman' ELSE 'man' END, '', '', '', '', '', '',
       CASE WHEN away < 0.5 THEN 'none' WHEN away < 0.7 THEN '1_3' WHEN away < 0.85 THEN '4_14' WHEN away < 0.95 THEN '15_over' ELSE '' END,
       '', body.id, injury.id
FROM told
LEFT JOIN body ON told < 0.6 AND body.n = 1 + floor(where_on_body * body.many)
LEFT JOIN injury ON told < 0.6 AND injury.n = 1 + floor(how * how * injury.many)
WHERE told < 0.66
ORDER BY told.n DESC;

-- Six in ten have a measure; those of what is open are on their way.
INSERT INTO actionplans_measure (
  id, activity, goal, control, due_on, status, created_at, done_on, done_note, effect_due_on, effect_note, effect_judged_on,
  created_by_id, plan_id, responsible_id, unit_id)
SELECT gen_random_uuid(), 'Lay out mats', '', '', (at + interval '30 days')::date,
       CASE WHEN state = 'closed' THEN 'effect_sufficient' WHEN how < 0.5 THEN 'planned' ELSE 'done' END, at,
       CASE WHEN state = 'closed' OR how >= 0.5 THEN (at + interval '20 days')::date END, '',
       CASE WHEN state = 'closed' OR how >= 0.5 THEN (at + interval '80 days')::date END, '',
       CASE WHEN state = 'closed' THEN (at + interval '80 days')::date END, by, plan, by, unit
FROM told WHERE state IN ('measures', 'closed') AND away < 0.6;

-- Indexes cannot be made while foreign keys wait to be checked.
SET CONSTRAINTS ALL IMMEDIATE;
DO $$
DECLARE definition text;
BEGIN
  FOR definition IN SELECT indexdef FROM put_off LOOP
    EXECUTE definition;
  END LOOP;
END $$;
