from benchmarks.million import shortened

PLAN = """\
Limit (actual time=0.02..0.05 rows=51.00 loops=1)
  Buffers: shared hit=60 read=3
  ->  Index Scan using incident_newest on incidents_incident (actual time=0.02..0.04 rows=51.00 loops=1)
        Filter: (unit_id = ANY ('{6ad4c5de-0000-4000-8000-000000000000,7be}'::uuid[]))
        Rows Removed by Filter: 38
        Buffers: shared hit=60 read=3
Planning:
  Buffers: shared hit=9
Planning Time: 0.4 ms
Execution Time: 0.1 ms"""


def test_plan_keeps_nodes_conditions_and_times():
    assert shortened(PLAN.splitlines()) == [
        "Limit (actual rows=51)",
        "  ->  Index Scan using incident_newest on incidents_incident (actual rows=51)",
        "        Filter: (unit_id = ANY ('…'))",
        "        Rows Removed by Filter: 38",
        "Planning Time: 0.4 ms",
        "Execution Time: 0.1 ms",
        "Buffers: shared hit=60 read=3",
    ]


def test_long_lines_are_cut():
    assert shortened([f"  Filter: {'x' * 200}"])[0].endswith("x…")


def test_plan_without_pages_says_nothing_of_them():
    assert shortened(["Result (actual rows=1)"]) == ["Result (actual rows=1)"]


def test_branches_for_names_and_measures_are_left_out():
    plan = [
        "Nested Loop",
        "  ->  Index Scan using incident_newest on incidents_incident",
        "  ->  Index Scan using organisation_unit_pkey on organisation_unit",
        "        Index Cond: (id = incidents_incident.unit_id)",
        "  SubPlan 1",
        "    ->  Limit",
        "          ->  Index Scan using measure_due on actionplans_measure",
        "Execution Time: 0.1 ms",
    ]

    assert shortened(plan) == [plan[0], plan[1], plan[-1]]
