-- The base quantities of all ten reports of a year, and of the year before, as one
-- statement by hand: committee (null for the whole), quantity, sex, now, before.
WITH counted AS (
  SELECT
    placement.answers_to_id AS committee,
    count(*) FILTER (WHERE is_injury AND is_new) AS injuries,
    count(*) FILTER (WHERE is_injury AND was_new) AS injuries_before,
    count(*) FILTER (WHERE kind = 'near_miss' AND is_new) AS near_misses,
    count(*) FILTER (WHERE kind = 'near_miss' AND was_new) AS near_misses_before,
    count(*) FILTER (WHERE is_closed) AS closed,
    count(*) FILTER (WHERE was_closed) AS closed_before
  FROM incidents_incident AS incident
  JOIN organisation_placement AS placement
    ON placement.unit_id = incident.unit_id
    AND placement.valid @> incident.occurred_on
  CROSS JOIN LATERAL (
    SELECT
      kind IN ('accident', 'commuting_accident', 'occupational_disease', 'death')
        AS is_injury,
      reported_at >= %(begins)s AND reported_at < %(ends)s AS is_new,
      reported_at >= %(began)s AND reported_at < %(ended)s AS was_new,
      closed_at >= %(begins)s AND closed_at < %(ends)s AS is_closed,
      closed_at >= %(began)s AND closed_at < %(ended)s AS was_closed
  ) AS question
  WHERE is_new OR was_new OR is_closed OR was_closed
  GROUP BY GROUPING SETS ((placement.answers_to_id), ())
)
SELECT committee, counts.*
FROM counted
CROSS JOIN LATERAL (
  VALUES
    ('injuries', '', injuries::numeric, injuries_before::numeric),
    ('near_misses', '', near_misses, near_misses_before),
    ('closed', '', closed, closed_before)
) AS counts
UNION ALL
SELECT
  committee_id,
  quantity_id AS quantity,
  sex,
  -- Heads are told as the mean of the twelve months.
  sum(value) FILTER (WHERE month <@ %(now)s)
    / CASE quantity_id WHEN 'employees' THEN 12 ELSE 1 END,
  sum(value) FILTER (WHERE month <@ %(before)s)
    / CASE quantity_id WHEN 'employees' THEN 12 ELSE 1 END
FROM reports_figure
WHERE month <@ %(now)s OR month <@ %(before)s
GROUP BY GROUPING SETS ((committee_id, quantity_id, sex), (quantity_id, sex))
