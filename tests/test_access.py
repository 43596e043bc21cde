"""Who may do what: every address × every role, checked against one table.

The world is that of tests/world.py. 302 for a visitor is the way to the login page.
"""

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver

from tests.world import ROLES, of_the_rooms, url_of

# Newer rooms keep their rows with their own tests: tests/<room>/access.txt.
# Rows: method, address, then the answer for each role in the order of ROLES. What may not
# be seen is 404, what may be seen but not done is 403; 200, 302 and 422 let the person in.
#                                 visitor empl  elsew mana  rep   head  hr    read  admin arch  dpo
TABLE = """
GET  start                        302     200   200   200   200   200   200   200   200   200   200
GET  incidents:list               302     200   200   200   200   200   200   200   200   200   200
GET  incidents:statistics         302     200   200   200   200   200   200   200   200   200   200
GET  incidents:usage              302     403   403   403   403   200   200   403   403   403   403
GET  incidents:usage_report       302     403   403   403   403   200   200   403   403   403   403
GET  incidents:usage_file         302     403   403   403   403   200   200   403   403   403   403
GET  incidents:research           302     403   403   403   403   403   200   403   403   403   403
POST incidents:research           302     403   403   403   403   403   422   403   403   403   403
GET  incidents:month              302     200   200   200   200   200   200   200   200   200   200
GET  incidents:columns            302     200   200   200   200   200   200   200   200   200   200
POST incidents:columns            302     302   302   302   302   302   302   302   302   302   302
GET  incidents:saved_filters      302     200   200   200   200   200   200   200   200   200   200
GET  incidents:save_filter        302     200   200   200   200   200   200   200   200   200   200
POST incidents:save_filter        302     422   422   422   422   422   422   422   422   422   422
POST incidents:rename_filter      302     404   404   422   404   404   404   404   404   404   404
POST incidents:delete_filter      302     404   404   302   404   404   404   404   404   404   404
GET  incidents:export             302     200   200   200   200   200   200   200   200   200   200
POST incidents:export             302     200   200   200   200   200   200   200   200   200   200
GET  incidents:export_progress    302     404   404   200   404   404   404   404   404   404   404
GET  incidents:export_file        302     404   404   200   404   404   404   404   404   404   404
GET  incidents:report             302     200   200   200   200   200   200   200   200   200   200
POST incidents:report             302     422   422   422   422   422   422   422   422   422   422
GET  incidents:detail             302     404   404   200   200   200   200   404   404   404   404
GET  incidents:receipt            302     404   404   404   404   404   404   404   404   404   404
GET  incidents:photo              302     404   404   200   200   200   200   404   404   404   404
GET  incidents:thumbnail          302     404   404   200   200   200   200   404   404   404   404
POST incidents:act:start          302     404   404   302   403   302   403   404   404   404   404
POST incidents:act:conclude       302     404   404   422   403   422   403   404   404   404   404
POST incidents:act:close          302     404   404   422   403   422   403   404   404   404   404
POST incidents:act:hand-over      302     404   404   422   403   422   403   404   404   404   404
POST incidents:act:reopen         302     404   404   422   403   422   403   404   404   404   404
POST incidents:act:register       302     404   404   422   403   422   403   404   404   404   404
POST incidents:act:judge          302     404   404   422   403   422   403   404   404   404   404
GET  incidents:edit               302     404   404   200   403   200   403   404   404   404   404
POST incidents:edit               302     404   404   422   403   422   403   404   404   404   404
GET  incidents:details            302     404   404   200   403   200   403   404   404   404   404
POST incidents:details            302     404   404   422   403   422   403   404   404   404   404
GET  incidents:investigation      302     404   404   200   403   200   403   404   404   404   404
POST incidents:investigation      302     404   404   422   403   422   403   404   404   404   404
GET  incidents:comment            302     404   404   403   200   403   403   404   404   404   404
POST incidents:comment            302     404   404   403   422   403   403   404   404   404   404
GET  incidents:persons            302     404   404   403   403   403   200   404   404   404   404
POST incidents:persons            302     404   404   403   403   403   422   404   404   404   404
GET  incidents:log                302     404   404   200   403   200   200   404   404   404   404
GET  incidents:history            302     403   403   403   403   403   200   403   403   403   403
POST incidents:history            302     403   403   403   403   403   422   403   403   403   403
GET  incidents:history_import     302     403   403   403   403   403   200   403   403   403   403
GET  incidents:history_columns    302     403   403   403   403   403   200   403   403   403   403
POST incidents:history_columns    302     403   403   403   403   403   422   403   403   403   403
GET  incidents:history_values     302     403   403   403   403   403   200   403   403   403   403
POST incidents:history_values     302     403   403   403   403   403   422   403   403   403   403
GET  incidents:history_refused    302     403   403   403   403   403   200   403   403   403   403
POST incidents:history_act:delete 302     403   403   403   403   403   302   403   403   403   403
GET  incidents:notice             302     404   404   200   200   200   200   404   404   404   404
GET  incidents:notice_receipt     302     404   404   200   200   200   200   404   404   404   404
GET  incidents:notice_confirmation 302    404   404   200   200   200   200   404   404   404   404
GET  incidents:notice_act:send    302     404   404   200   403   200   403   404   404   404   404
POST incidents:notice_act:send    302     404   404   422   403   422   403   404   404   404   404
POST incidents:notice_act:waive   302     404   404   422   403   422   403   404   404   404   404
POST incidents:notice_act:contacted 302   404   404   302   403   302   403   404   404   404   404
POST incidents:notice_act:confirm 302     404   404   302   403   302   403   404   404   404   404
GET  incidents:duties             302     403   403   403   403   403   200   403   200   403   403
POST incidents:duties             302     403   403   403   403   403   404   403   404   403   403
POST incidents:remark             302     404   404   422   403   422   403   404   404   404   404
GET  incidents:proof              302     404   404   404   404   404   404   404   404   404   404
POST incidents:proof              302     404   404   404   404   404   404   404   404   404   404
GET  incidents:proof_document     302     404   404   404   404   404   404   404   404   404   404
GET  incidents:links              302     403   200   200   403   200   403   403   403   403   403
POST incidents:links              302     403   422   422   403   422   403   403   403   403   403
GET  incidents:link_units         302     403   200   200   403   200   403   403   403   403   403
GET  incidents:link_people        302     403   200   200   403   200   403   403   403   403   403
GET  incidents:poster             302     404   404   200   404   200   404   404   404   404   404
GET  incidents:link_withdraw      302     404   404   200   404   200   404   404   404   404   404
POST incidents:link_withdraw      302     404   404   302   404   302   404   404   404   404   404
GET  public:report                200     200   200   200   200   200   200   200   200   200   200
POST public:report                422     422   422   422   422   422   422   422   422   422   422
GET  public:units                 200     200   200   200   200   200   200   200   200   200   200
GET  public:follow                200     200   200   200   200   200   200   200   200   200   200
POST public:follow                422     422   422   422   422   422   422   422   422   422   422
GET  public:receipt               302     302   302   302   302   302   302   302   302   302   302
POST public:answer                302     302   302   302   302   302   302   302   302   302   302
GET  public:proof                 302     302   302   302   302   302   302   302   302   302   302
POST public:proof                 302     302   302   302   302   302   302   302   302   302   302
GET  public:proof_document        302     302   302   302   302   302   302   302   302   302   302
POST public:close                 302     302   302   302   302   302   302   302   302   302   302
GET  organisation:unit_options    302     200   200   200   200   200   200   200   200   200   200
GET  organisation:settings        302     200   200   200   200   200   200   200   200   200   200
POST organisation:settings        302     422   422   422   422   422   422   422   422   422   422
GET  organisation:calendar        302     200   200   200   200   200   200   200   200   200   200
POST organisation:calendar        302     200   200   200   200   200   200   200   200   200   200
POST organisation:calendar_revoke 302     302   302   302   302   302   302   302   302   302   302
GET  calendar                     200     200   200   200   200   200   200   200   200   200   200
GET  organisation:substitute_add  302     403   200   200   403   200   403   403   403   403   403
POST organisation:substitute_add  302     403   422   422   403   422   403   403   403   403   403
GET  organisation:substitute_options 302  403   200   200   403   200   403   403   403   403   403
POST organisation:substitute_end  302     404   404   302   404   302   404   404   404   404   404
GET  organisation:outbox          302     403   403   403   403   403   403   403   200   403   403
POST organisation:send_again      302     403   403   403   403   403   403   403   302   403   403
GET  unsubscribe                  200     200   200   200   200   200   200   200   200   200   200
POST unsubscribe                  200     200   200   200   200   200   200   200   200   200   200
GET  riskassessment:round_list    302     200   200   200   200   200   200   200   200   200   200
GET  riskassessment:worker        200     200   200   200   200   200   200   200   200   200   200
GET  riskassessment:coverage      302     200   200   200   200   200   200   200   200   200   200
GET  riskassessment:matrix        302     200   200   200   200   200   200   200   200   200   200
POST riskassessment:matrix        302     403   403   403   403   403   422   403   403   403   403
GET  riskassessment:risk_list     302     200   200   200   200   200   200   200   200   200   200
GET  riskassessment:risk_export   302     200   200   200   200   200   200   200   200   200   200
GET  riskassessment:risk_new      302     403   200   200   403   200   403   403   403   403   403
POST riskassessment:risk_new      302     403   422   422   403   422   403   403   403   403   403
GET  riskassessment:closed_unit   302     404   404   404   403   200   200   404   404   404   404
POST riskassessment:closed_unit   302     404   404   404   403   422   422   404   404   404   404
GET  riskassessment:risk_detail   302     404   404   200   200   200   200   404   404   404   404
POST riskassessment:risk_act:weigh 302    404   404   422   403   422   403   404   404   404   404
POST riskassessment:risk_act:close 302    404   404   422   403   422   403   404   404   404   404
POST riskassessment:risk_act:reopen 302   404   404   422   403   422   403   404   404   404   404
POST riskassessment:risk_act:move 302     404   404   422   403   422   403   404   404   404   404
GET  riskassessment:round_plan    302     403   200   200   403   200   403   403   403   403   403
POST riskassessment:round_plan    302     403   200   200   403   200   403   403   403   403   403
GET  riskassessment:people_options 302    403   200   200   403   200   403   403   403   403   403
GET  riskassessment:round_change  302     404   404   200   403   200   403   404   404   404   404
POST riskassessment:round_change  302     404   404   422   403   422   403   404   404   404   404
GET  riskassessment:round_cancel  302     404   404   200   403   200   403   404   404   404   404
POST riskassessment:round_cancel  302     404   404   422   403   422   403   404   404   404   404
GET  riskassessment:round_resume  302     404   404   200   403   200   403   404   404   404   404
POST riskassessment:round_resume  302     404   404   422   403   422   403   404   404   404   404
GET  riskassessment:agenda        302     404   404   200   200   200   200   404   404   404   404
GET  riskassessment:participants  302     404   404   200   403   200   403   404   404   404   404
POST riskassessment:participants  302     404   404   422   403   422   403   404   404   404   404
POST riskassessment:participant_remove 302 404  404   302   403   302   403   404   404   404   404
GET  riskassessment:schedule_list 302     200   200   200   200   200   200   200   200   200   200
GET  riskassessment:schedule_add  302     403   200   200   403   200   200   403   403   403   403
POST riskassessment:schedule_add  302     403   422   422   403   422   422   403   403   403   403
GET  riskassessment:schedule_detail 302   404   404   200   200   200   200   404   404   404   404
GET  riskassessment:schedule_end  302     404   404   200   403   200   200   404   404   404   404
POST riskassessment:schedule_end  302     404   404   302   403   302   302   404   404   404   404
GET  riskassessment:checklist_list 302     200   200   200   200   200   200   200   200   200   200
GET  riskassessment:checklist_detail 302     404   200   200   200   200   200   404   404   404   404
GET  riskassessment:checklist_paper 302     404   200   200   200   200   200   404   404   404   404
GET  riskassessment:checklist_compare 302     404   404   404   404   404   200   404   404   404   404
GET  riskassessment:checklist_add 302     403   403   403   403   403   200   403   403   403   403
POST riskassessment:checklist_add 302     403   403   403   403   403   422   403   403   403   403
POST riskassessment:checklist_copy 302     404   403   403   403   403   302   404   404   404   404
GET  riskassessment:checklist_withdraw 302     404   403   403   403   403   200   404   404   404   404
POST riskassessment:checklist_withdraw 302     404   403   403   403   403   302   404   404   404   404
GET  riskassessment:checklist_publish 302     404   404   404   404   404   200   404   404   404   404
POST riskassessment:checklist_publish 302     404   404   404   404   404   302   404   404   404   404
GET  riskassessment:checklist_discard 302     404   404   404   404   404   200   404   404   404   404
POST riskassessment:checklist_discard 302     404   404   404   404   404   302   404   404   404   404
GET  riskassessment:checklist_edit 302     404   404   404   404   404   200   404   404   404   404
GET  riskassessment:head_edit     302     404   404   404   404   404   200   404   404   404   404
POST riskassessment:head_edit     302     404   404   404   404   404   422   404   404   404   404
GET  riskassessment:section_add   302     404   404   404   404   404   200   404   404   404   404
POST riskassessment:section_add   302     404   404   404   404   404   422   404   404   404   404
GET  riskassessment:section_edit  302     404   404   404   404   404   200   404   404   404   404
POST riskassessment:section_edit  302     404   404   404   404   404   422   404   404   404   404
GET  riskassessment:question_add  302     404   404   404   404   404   200   404   404   404   404
POST riskassessment:question_add  302     404   404   404   404   404   422   404   404   404   404
GET  riskassessment:question_edit 302     404   404   404   404   404   200   404   404   404   404
POST riskassessment:question_edit 302     404   404   404   404   404   422   404   404   404   404
POST riskassessment:section_move  302     404   404   404   404   404   302   404   404   404   404
GET  riskassessment:section_remove 302     404   404   404   404   404   200   404   404   404   404
POST riskassessment:section_remove 302     404   404   404   404   404   302   404   404   404   404
POST riskassessment:question_move 302     404   404   404   404   404   302   404   404   404   404
GET  riskassessment:question_remove 302     404   404   404   404   404   200   404   404   404   404
POST riskassessment:question_remove 302     404   404   404   404   404   302   404   404   404   404
GET  riskassessment:paper         302     404   404   200   200   200   200   404   404   404   404
GET  riskassessment:document      302     404   404   200   200   200   200   404   404   404   404
POST riskassessment:document      302     404   404   302   302   302   302   404   404   404   404
GET  riskassessment:document_file 302     404   404   404   404   404   404   404   404   404   404
GET  riskassessment:round_detail  302     404   404   200   200   200   200   404   404   404   404
GET  riskassessment:answer        302     404   404   302   403   302   403   404   404   404   404
POST riskassessment:answer        302     404   404   302   403   302   403   404   404   404   404
POST riskassessment:assess        302     404   404   422   403   422   403   404   404   404   404
GET  riskassessment:deviate       302     404   404   404   403   404   403   404   404   404   404
POST riskassessment:deviate       302     404   404   404   403   404   403   404   404   404   404
POST riskassessment:photo_add     302     404   404   422   403   422   403   404   404   404   404
POST riskassessment:photo_remove  302     404   404   302   403   302   403   404   404   404   404
GET  riskassessment:photo         302     404   404   200   200   200   200   404   404   404   404
GET  riskassessment:thumbnail     302     404   404   200   200   200   200   404   404   404   404
GET  riskassessment:standing      302     404   404   200   200   200   200   404   404   404   404
POST riskassessment:comment       302     404   404   403   302   403   403   404   404   404   404
GET  riskassessment:measure_add   302     404   404   200   403   200   403   404   404   404   404
POST riskassessment:measure_add   302     404   404   422   403   422   403   404   404   404   404
POST riskassessment:submit        302     404   404   422   403   422   403   404   404   404   404
POST riskassessment:hand_back     302     404   404   403   422   403   403   404   404   404   404
POST riskassessment:sign          302     404   404   403   422   403   403   404   404   404   404
POST riskassessment:close         302     404   404   422   403   422   403   404   404   404   404
GET  riskassessment:change_list   302     200   200   200   200   200   200   200   200   200   200
GET  riskassessment:change_begin  302     403   200   200   403   200   403   403   403   403   403
POST riskassessment:change_begin  302     403   422   422   403   422   403   403   403   403   403
GET  riskassessment:change_detail 302     404   404   200   200   200   200   404   404   404   404
GET  riskassessment:change_edit   302     404   404   200   403   200   403   404   404   404   404
POST riskassessment:change_edit   302     404   404   422   403   422   403   404   404   404   404
GET  riskassessment:change_dates  302     404   404   200   403   200   403   404   404   404   404
POST riskassessment:change_dates  302     404   404   422   403   422   403   404   404   404   404
GET  riskassessment:change_follow_up 302  404   404   200   403   200   403   404   404   404   404
POST riskassessment:change_follow_up 302  404   404   422   403   422   403   404   404   404   404
GET  riskassessment:change_risk_add 302   404   404   200   403   200   403   404   404   404   404
POST riskassessment:change_risk_add 302   404   404   422   403   422   403   404   404   404   404
GET  riskassessment:change_risk_edit 302  404   404   200   403   200   403   404   404   404   404
POST riskassessment:change_risk_edit 302  404   404   422   403   422   403   404   404   404   404
POST riskassessment:change_risk_drop 302  404   404   302   403   302   403   404   404   404   404
GET  riskassessment:change_participants 302 404 404   200   403   200   403   404   404   404   404
POST riskassessment:change_participants 302 404 404   302   403   302   403   404   404   404   404
POST riskassessment:change_participant_add 302 404 404 422  403   422   403   404   404   404   404
POST riskassessment:change_participant_remove 302 404 404 302 403 302   403   404   404   404   404
POST riskassessment:change_act:hand-over 302 404 404  422   403   422   403   404   404   404   404
POST riskassessment:change_act:sign 302   404   404   403   422   403   403   404   404   404   404
POST riskassessment:change_act:hand-back 302 404 404  403   422   403   403   404   404   404   404
POST riskassessment:change_act:decide 302 404   404   422   403   422   403   404   404   404   404
POST riskassessment:change_act:postpone 302 404 404   422   403   422   403   404   404   404   404
POST riskassessment:change_act:reopen 302 404   404   422   403   422   403   404   404   404   404
POST riskassessment:change_act:cancel 302 404   404   422   403   422   403   404   404   404   404
GET  actionplans:measure_list     302     200   200   200   200   200   200   200   200   200   200
GET  actionplans:measure_detail   302     404   404   200   200   200   200   404   404   404   404
POST actionplans:measure_act:finish 302   404   404   422   403   422   403   404   404   404   404
POST actionplans:measure_act:judge  302   404   404   422   403   422   403   404   404   404   404
POST actionplans:measure_act:postpone 302 404   404   422   403   422   403   404   404   404   404
POST actionplans:measure_act:cancel 302   404   404   422   403   422   403   404   404   404   404
GET  actionplans:closed_unit      302     404   404   404   403   200   200   404   404   404   404
POST actionplans:closed_unit      302     404   404   404   403   422   422   404   404   404   404
GET  actionplans:measure_add      302     404   404   200   403   200   403   404   404   404   404
POST actionplans:measure_add      302     404   404   422   403   422   403   404   404   404   404
GET  actionplans:measure_change   302     404   404   200   403   200   403   404   404   404   404
POST actionplans:measure_change   302     404   404   422   403   422   403   404   404   404   404
GET  actionplans:measure_export   302     200   200   200   200   200   200   200   200   200   200
GET  actionplans:measure_follow   302     404   404   200   403   200   403   404   404   404   404
POST actionplans:measure_follow   302     404   404   422   403   422   403   404   404   404   404
POST actionplans:feedback_add     302     404   404   422   403   422   403   404   404   404   404
POST actionplans:feedback_remove  302     404   404   302   403   403   403   404   404   404   404
GET  examples:list                302     200   200   200   200   200   200   200   200   200   200
GET  examples:detail              302     200   200   200   200   200   200   200   200   200   200
POST examples:withdraw            302     403   403   302   403   302   403   403   403   403   403
GET  examples:share               302     404   404   200   403   200   403   404   404   404   404
POST examples:share               302     404   404   422   403   422   403   404   404   404   404
GET  actionplans:responsible_options 302  404   404   200   404   200   200   404   404   404   404
GET  escalations:list             302     200   200   200   200   200   200   200   200   200   200
GET  escalations:export           302     200   200   200   200   200   200   200   200   200   200
GET  escalations:detail           302     404   404   200   200   200   200   404   404   404   404
GET  escalations:lift_measure     302     404   404   200   403   200   403   404   404   404   404
POST escalations:lift_measure     302     404   404   422   403   422   403   404   404   404   404
GET  escalations:act:answer       302     404   404   403   403   200   403   404   404   404   404
POST escalations:act:accept       302     404   404   403   403   302   403   404   404   404   404
POST escalations:act:answer       302     404   404   403   403   422   403   404   404   404   404
POST escalations:act:pass-on      302     404   404   403   403   422   403   404   404   404   404
POST escalations:act:return       302     404   404   403   403   422   403   404   404   404   404
POST escalations:act:withdraw     302     404   404   422   403   403   403   404   404   404   404
POST escalations:act:note         302     404   404   422   403   422   403   404   404   404   404
GET  riskassessment:risk_lift     302     404   404   200   403   200   403   404   404   404   404
POST riskassessment:risk_lift     302     404   404   422   403   422   403   404   404   404   404
GET  plans:plan_list              302     200   200   200   200   200   200   200   200   200   200
GET  plans:plan_coverage          302     403   200   200   200   200   200   403   403   403   403
GET  plans:plan_add               302     403   200   200   403   200   200   403   403   403   403
POST plans:plan_add               302     403   422   422   403   422   422   403   403   403   403
GET  plans:plan_detail            302     404   404   200   200   200   200   404   404   404   404
GET  plans:plan_edit              302     404   404   200   403   200   200   404   404   404   404
POST plans:plan_edit              302     404   404   422   403   422   422   404   404   404   404
POST plans:plan_act:decide        302     404   404   422   403   422   422   404   404   404   404
POST plans:plan_act:take-back     302     404   404   422   403   422   422   404   404   404   404
POST plans:plan_act:reopen        302     404   404   422   403   422   422   404   404   404   404
GET  plans:plan_evaluate          302     403   404   200   403   200   200   404   404   404   404
POST plans:plan_evaluate          302     403   404   422   403   422   422   404   404   404   404
POST plans:plan_go_on             302     403   404   302   403   302   302   404   404   404   404
GET  plans:plan_elsewhere         302     404   404   200   200   200   200   404   404   404   404
GET  plans:goal_add               302     404   404   200   403   200   200   404   404   404   404
POST plans:goal_add               302     404   404   422   403   422   422   404   404   404   404
GET  plans:goal_edit              302     404   404   200   403   200   200   404   404   404   404
POST plans:goal_edit              302     404   404   422   403   422   422   404   404   404   404
POST plans:goal_remove            302     404   404   302   403   302   302   404   404   404   404
GET  plans:row_add                302     404   404   200   403   200   200   404   404   404   404
POST plans:row_add                302     404   404   422   403   422   422   404   404   404   404
POST plans:row_move               302     404   404   302   403   302   302   404   404   404   404
POST plans:carry_over             302     404   404   302   403   302   302   404   404   404   404
GET  plans:plan_review            302     404   404   200   200   200   200   404   404   404   404
POST plans:plan_review            302     404   404   422   422   422   422   404   404   404   404
GET  plans:paper                  302     404   404   200   200   200   200   404   404   404   404
GET  plans:document               302     404   404   200   200   200   200   404   404   404   404
POST plans:document               302     404   404   302   302   302   302   404   404   404   404
GET  plans:document_file          302     404   404   404   404   404   404   404   404   404   404
GET  plans:sheet                  302     404   404   200   200   200   200   404   404   404   404
GET  representatives:area         302     403   403   403   200   403   403   403   403   403   403
GET  representatives:unit_options 302     200   200   200   200   200   200   200   200   200   200
GET  representatives:request_list 302     200   200   200   200   200   200   200   200   200   200
GET  representatives:request_add  302     403   403   403   200   403   403   403   403   403   403
POST representatives:request_add  302     403   403   403   422   403   403   403   403   403   403
GET  representatives:request_detail 302   404   404   200   200   200   200   404   404   404   404
GET  representatives:request_edit 302     404   404   404   200   404   404   404   404   404   404
POST representatives:request_edit 302     404   404   404   422   404   404   404   404   404   404
POST representatives:request_act:answer 302    404   404   422   403   422   403   404   404   404   404
POST representatives:request_act:withdraw 302  404   404   403   422   403   403   404   404   404   404
POST representatives:request_act:satisfied 302 404   404   403   422   403   403   404   404   404   404
POST representatives:request_act:send 302 404   404   403   403   403   403   404   404   404   404
GET  representatives:measure_add  302     404   404   200   403   200   403   404   404   404   404
POST representatives:measure_add  302     404   404   422   403   422   403   404   404   404   404
GET  representatives:confirmation 302     404   404   200   200   200   200   404   404   404   404
GET  representatives:request_file 302     404   404   200   200   200   200   404   404   404   404
GET  representatives:stop_list    302     200   200   200   200   200   200   200   200   200   200
GET  representatives:stop_add     302     403   403   403   200   403   403   403   403   403   403
POST representatives:stop_add     302     403   403   403   422   403   403   403   403   403   403
GET  representatives:stop_detail  302     404   404   200   200   200   200   404   404   404   404
GET  representatives:stop_lift    302     404   404   200   200   200   403   404   404   404   404
POST representatives:stop_lift    302     404   404   422   422   422   403   404   404   404   404
GET  reports:list                 302     200   200   200   200   200   200   200   200   200   200
GET  reports:year                 302     200   200   200   200   200   200   200   200   200   200
GET  reports:detail               302     404   404   404   404   200   200   200   404   404   404
GET  reports:summary              302     404   404   404   404   404   200   404   404   404   404
GET  reports:table                302     404   404   404   404   200   200   200   404   404   404
GET  reports:figure               302     404   404   404   404   200   200   200   404   404   404
GET  reports:meeting              302     404   404   404   404   200   200   200   404   404   404
POST reports:meeting              302     404   404   404   404   403   422   403   404   404   404
GET  reports:dictionary           302     404   404   404   404   200   200   200   404   404   404
GET  reports:figures              302     404   404   404   404   200   200   200   404   404   404
GET  open_data:dictionary         404     404   404   404   404   404   404   404   404   404   404
GET  open_data:figures            404     404   404   404   404   404   404   404   404   404   404
GET  reports:section_row            302     404   404   404   404   403   200   403   404   404   404
POST reports:section_row            302     404   404   404   404   403   422   403   404   404   404
GET  reports:section              302     404   404   404   404   403   200   403   404   404   404
POST reports:section              302     404   404   404   404   403   422   403   404   404   404
POST reports:act:submit           302     404   404   404   404   403   302   403   404   404   404
POST reports:act:approve          302     404   404   404   404   403   302   403   404   404   404
POST reports:act:send-back        302     404   404   404   404   403   422   403   404   404   404
POST reports:act:present          302     404   404   404   404   403   422   403   404   404   404
GET  reports:document             302     404   404   404   404   200   200   200   404   404   404
GET  reports:import_figures       302     403   403   403   403   403   200   403   403   403   403
POST reports:import_figures       302     403   403   403   403   403   422   403   403   403   403
GET  reports:figure_import        302     403   403   403   403   403   200   403   403   403   403
POST reports:figure_import        302     403   403   403   403   403   422   403   403   403   403
GET  reports:figure_columns       302     403   403   403   403   403   200   403   403   403   403
POST reports:figure_columns       302     403   403   403   403   403   422   403   403   403   403
GET  reports:figure_words         302     403   403   403   403   403   200   403   403   403   403
POST reports:figure_words         302     403   403   403   403   403   422   403   403   403   403
GET  reports:figures_refused      302     403   403   403   403   403   200   403   403   403   403
POST reports:figure_import_act:delete 302 403   403   403   403   403   302   403   403   403   403
GET  reports:metrics              302     403   403   403   403   403   200   403   403   403   403
GET  reports:metric               302     403   403   403   403   403   200   403   403   403   403
GET  reports:metric_add           302     403   403   403   403   403   200   403   403   403   403
POST reports:metric_add           302     403   403   403   403   403   422   403   403   403   403
GET  reports:metric_edit          302     403   403   403   403   403   200   403   403   403   403
POST reports:metric_edit          302     403   403   403   403   403   422   403   403   403   403
GET  reports:quantity_add         302     403   403   403   403   403   200   403   403   403   403
POST reports:quantity_add         302     403   403   403   403   403   422   403   403   403   403
GET  reports:quantity_edit        302     403   403   403   403   403   200   403   403   403   403
POST reports:quantity_edit        302     403   403   403   403   403   422   403   403   403   403
GET  reports:all_series           302     403   403   403   403   403   200   403   403   403   403
POST reports:all_series           302     403   403   403   403   403   422   403   403   403   403
GET  reports:series               302     403   403   403   403   403   200   403   403   403   403
POST reports:series               302     403   403   403   403   403   422   403   403   403   403
GET  reports:series_figures       302     403   403   403   403   403   200   403   403   403   403
POST reports:series_figures       302     403   403   403   403   403   302   403   403   403   403
GET  reports:targets              302     403   403   403   403   403   200   403   403   403   403
GET  reports:metric_targets       302     403   403   403   403   403   200   403   403   403   403
POST reports:metric_targets       302     403   403   403   403   403   302   403   403   403   403
GET  reports:import_template      302     403   403   403   403   403   200   403   403   403   403
GET  reports:appearance           302     403   403   403   403   403   200   403   200   403   403
POST reports:appearance           302     403   403   403   403   403   422   403   422   403   403
GET  reports:production_progress  302     403   403   403   403   403   200   403   403   403   403
POST reports:produce              302     403   403   403   403   403   302   403   403   403   403
GET  reports:open_year            302     403   403   403   403   403   200   403   403   403   403
POST reports:open_year            302     403   403   403   403   403   422   403   403   403   403
GET  reports:year_settings        302     403   403   403   403   403   200   403   403   403   403
POST reports:year_settings        302     403   403   403   403   403   422   403   403   403   403
POST reports:follow               302     403   403   403   403   403   302   403   403   403   403
GET  reports:progress             302     404   404   404   404   200   200   200   404   404   404
POST reports:remind               302     403   403   403   403   403   302   403   403   403   403
GET  reports:answers              302     404   404   404   404   404   200   404   404   404   404
POST reports:act:archive          302     404   404   404   404   403   302   403   404   404   404
POST reports:act:correct          302     404   404   404   404   403   422   403   404   404   404
POST reports:retry                302     403   403   403   403   403   302   403   403   403   403
GET  reports:templates              302     403   403   403   403   403   200   403   403   403   403
GET  reports:template_add           302     403   403   403   403   403   200   403   403   403   403
POST reports:template_add           302     403   403   403   403   403   422   403   403   403   403
GET  reports:template_upload        302     403   403   403   403   403   200   403   403   403   403
POST reports:template_upload        302     403   403   403   403   403   422   403   403   403   403
GET  reports:template               302     403   403   403   403   403   200   403   403   403   403
GET  reports:template_preview       302     403   403   403   403   403   200   403   403   403   403
GET  reports:template_file          302     403   403   403   403   403   200   403   403   403   403
POST reports:template_version       302     403   403   403   403   403   302   403   403   403   403
POST reports:template_copy          302     403   403   403   403   403   302   403   403   403   403
GET  reports:template_withdraw      302     403   403   403   403   403   200   403   403   403   403
POST reports:template_withdraw      302     403   403   403   403   403   302   403   403   403   403
GET  reports:template_publish       302     403   403   403   403   403   200   403   403   403   403
POST reports:template_publish       302     403   403   403   403   403   302   403   403   403   403
GET  reports:template_discard       302     403   403   403   403   403   200   403   403   403   403
POST reports:template_discard       302     403   403   403   403   403   302   403   403   403   403
GET  reports:template_edit          302     403   403   403   403   403   200   403   403   403   403
GET  reports:template_head          302     403   403   403   403   403   200   403   403   403   403
POST reports:template_head          302     403   403   403   403   403   422   403   403   403   403
POST reports:template_number        302     403   403   403   403   403   302   403   403   403   403
GET  reports:template_section_kinds 302     403   403   403   403   403   200   403   403   403   403
GET  reports:template_section_add   302     403   403   403   403   403   200   403   403   403   403
POST reports:template_section_add   302     403   403   403   403   403   422   403   403   403   403
GET  reports:template_section       302     403   403   403   403   403   200   403   403   403   403
GET  reports:template_section_edit  302     403   403   403   403   403   200   403   403   403   403
POST reports:template_section_edit  302     403   403   403   403   403   422   403   403   403   403
POST reports:template_section_place 302     403   403   403   403   403   302   403   403   403   403
POST reports:template_shortcut      302     403   403   403   403   403   302   403   403   403   403
GET  reports:template_part_add      302     403   403   403   403   403   200   403   403   403   403
POST reports:template_part_add      302     403   403   403   403   403   422   403   403   403   403
GET  reports:template_part_edit     302     403   403   403   403   403   200   403   403   403   403
POST reports:template_part_edit     302     403   403   403   403   403   422   403   403   403   403
POST reports:template_part_move     302     403   403   403   403   403   302   403   403   403   403
GET  reports:template_part_remove   302     403   403   403   403   403   200   403   403   403   403
POST reports:template_part_remove   302     403   403   403   403   403   302   403   403   403   403
GET  ui:help                      200     200   200   200   200   200   200   200   200   200   200
GET  ui:guide                     200     200   200   200   200   200   200   200   200   200   200
GET  ui:accessibility             200     200   200   200   200   200   200   200   200   200   200
GET  attachments:waiting          404     404   404   404   404   404   404   404   404   404   404
POST ui:persons                   302     302   302   302   302   302   302   302   302   302   302
POST ui:language                  302     302   302   302   302   302   302   302   302   302   302
"""
TABLE += of_the_rooms("access.txt")
ROWS = [row.split() for row in TABLE.strip().splitlines()]


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_addresses_answer_the_role_as_the_table_says(people, addresses, role):
    # What earlier roles have knocked at too often.
    cache.clear()
    client = Client()
    if people[role]:
        client.force_login(
            people[role], "allauth.account.auth_backends.AuthenticationBackend"
        )
    column = 2 + ROLES.index(role)

    answers = {
        f"{method} {address}": _answer(client, method, url_of(address, addresses))
        for method, address, *_answers in ROWS
    }

    assert answers == {f"{row[0]} {row[1]}": int(row[column]) for row in ROWS}


def _answer(client, method, url):
    """The status alone: what the request changed is taken back."""
    with transaction.atomic():
        response = client.generic(method, url)
        # Read to the end, so that the file behind a download is closed.
        _content = b"".join(response)
        transaction.set_rollback(True)
    return response.status_code


def named_addresses(patterns=None, namespace=""):
    if patterns is None:
        patterns = get_resolver().url_patterns
    for pattern in patterns:
        if not isinstance(pattern, URLPattern):
            yield from named_addresses(
                pattern.url_patterns, pattern.namespace or namespace
            )
        elif pattern.name:
            yield f"{namespace}:{pattern.name}" if namespace else pattern.name


def test_table_knows_every_address():
    told = {":".join(address.split(":")[:2]) for _method, address, *_rest in ROWS}
    # allauth's own pages are about oneself alone.
    others = ("account_", "mfa_", "saml_", "socialaccount_", "openid_connect_")
    ours = {each for each in named_addresses() if not each.startswith(others)}

    assert ours - told == set()
