"""Every page of every room: accessible and narrow enough, for the one who works there."""

from collections import Counter

import pytest

from tests.browsing import overflow, violations
from tests.world import of_the_rooms, url_of

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("causes")]

# Each page with a role that sees all of it. Newer rooms keep theirs with their own
# tests: tests/<room>/pages.txt.
PAGES = """
start manager
start employee
start head
start hr
incidents:list manager
incidents:statistics head
incidents:usage hr
incidents:usage_report hr
incidents:research hr
incidents:month employee
incidents:month manager
incidents:columns manager
incidents:saved_filters manager
incidents:save_filter manager
incidents:export manager
incidents:export_progress manager
incidents:report employee
incidents:detail manager
incidents:detail safety_rep
incidents:detail hr
incidents:edit manager
incidents:details manager
incidents:investigation manager
incidents:comment safety_rep
incidents:persons hr
incidents:log manager
incidents:notice manager
incidents:notice safety_rep
incidents:notice_act:send manager
incidents:notice_act:waive manager
incidents:duties hr
incidents:links manager
incidents:poster manager
incidents:link_withdraw manager
public:report visitor
public:follow visitor
unsubscribe visitor
incidents:history hr
incidents:history_import hr
incidents:history_columns hr
incidents:history_values hr
riskassessment:round_list manager
riskassessment:coverage hr
riskassessment:matrix hr
riskassessment:risk_list manager
riskassessment:risk_new manager
riskassessment:risk_detail manager
riskassessment:closed_unit head
riskassessment:round_plan manager
riskassessment:round_change manager
riskassessment:round_cancel manager
riskassessment:round_resume manager
riskassessment:agenda manager
riskassessment:participants manager
riskassessment:schedule_list hr
riskassessment:schedule_add hr
riskassessment:schedule_detail manager
riskassessment:schedule_end manager
riskassessment:checklist_list hr
riskassessment:checklist_detail hr
riskassessment:checklist_detail manager
riskassessment:checklist_paper manager
riskassessment:checklist_compare hr
riskassessment:checklist_add hr
riskassessment:checklist_withdraw hr
riskassessment:checklist_publish hr
riskassessment:checklist_discard hr
riskassessment:checklist_edit hr
riskassessment:head_edit hr
riskassessment:section_edit hr
riskassessment:section_remove hr
riskassessment:question_edit hr
riskassessment:question_remove hr
riskassessment:paper manager
riskassessment:document manager
riskassessment:round_detail manager
riskassessment:round_detail safety_rep
riskassessment:measure_add manager
riskassessment:change_list manager
riskassessment:change_begin manager
riskassessment:change_detail manager
riskassessment:change_edit manager
riskassessment:change_dates manager
riskassessment:change_follow_up manager
riskassessment:change_risk_add manager
riskassessment:change_risk_edit manager
riskassessment:change_participants manager
actionplans:measure_list manager
actionplans:measure_detail manager
actionplans:measure_add manager
actionplans:measure_change manager
actionplans:measure_follow manager
examples:list employee
examples:detail manager
examples:detail employee
examples:share manager
actionplans:closed_unit head
escalations:list head
escalations:detail manager
escalations:detail head
escalations:act:answer head
escalations:act:pass-on head
escalations:lift_measure manager
riskassessment:risk_lift manager
plans:plan_list manager
plans:plan_list employee
plans:plan_coverage hr
plans:plan_add manager
plans:plan_detail manager
plans:plan_detail safety_rep
plans:plan_edit manager
plans:plan_evaluate manager
plans:plan_elsewhere manager
plans:goal_add manager
plans:goal_edit manager
plans:row_add manager
plans:plan_review manager
plans:plan_review safety_rep
plans:paper manager
plans:document manager
representatives:area safety_rep
representatives:request_list hr
representatives:request_add safety_rep
representatives:request_edit safety_rep
representatives:request_detail safety_rep
representatives:request_detail manager
representatives:request_act:answer manager
representatives:request_act:withdraw safety_rep
representatives:stop_list manager
representatives:stop_add safety_rep
representatives:stop_detail manager
representatives:stop_lift safety_rep
reports:list hr
reports:detail hr
reports:summary hr
reports:section hr
reports:section_row hr
reports:table hr
reports:figure hr
reports:meeting hr
reports:dictionary hr
reports:open_year hr
reports:year_settings hr
reports:progress hr
reports:answers hr
reports:import_figures hr
reports:figure_import hr
reports:figure_columns hr
reports:figure_words hr
reports:metrics hr
reports:metric hr
reports:metric_add hr
reports:metric_edit hr
reports:quantity_add hr
reports:quantity_edit hr
reports:all_series hr
reports:series hr
reports:series_figures hr
reports:targets hr
reports:metric_targets hr
reports:appearance hr
reports:templates hr
reports:template hr
reports:template_preview hr
reports:template_add hr
reports:template_upload hr
reports:template_withdraw hr
reports:template_publish hr
reports:template_discard hr
reports:template_edit hr
reports:template_head hr
reports:template_section_kinds hr
reports:template_section_add hr
reports:template_section hr
reports:template_section_edit hr
reports:template_part_add hr
reports:template_part_edit hr
reports:template_part_remove hr
organisation:settings manager
organisation:calendar manager
organisation:substitute_add manager
organisation:outbox administrator
ui:help visitor
ui:accessibility employee
ui:guide employee
"""
LOOKS = [(320, "light"), (1280, "dark")]
PAGES += of_the_rooms("pages.txt")
ROWS = [row.split() for row in PAGES.strip().splitlines()]


def room_of(address):
    return address.split(":")[0]


# The largest first, so that no test process waits long for another at the end.
ROOMS = [room for room, _ in Counter(room_of(row[0]) for row in ROWS).most_common()]


@pytest.mark.parametrize("room", ROOMS)
def test_pages_are_accessible_and_fit(subtests, open_page, people, addresses, room):
    """A room's pages are looked at in one world: to make one takes longer than to look."""
    for address, role in (row for row in ROWS if room_of(row[0]) == room):
        page = open_page(url_of(address, addresses), user=people[role])
        for width, scheme in LOOKS:
            with subtests.test(f"{address} {role} {width} {scheme}"):
                page.set_viewport_size({"width": width, "height": 800})
                page.emulate_media(color_scheme=scheme)
                assert violations(page) == []
                assert overflow(page) == 0
        page.context.close()
