"""What each task is called, where it is done, and where the rest of its kind stands."""

from django.utils.translation import gettext_lazy as _

from sam.start import rooms
from sam.start.columns import Rest, Todo

# {(kind, what is to be done): …}
TODO = {
    ("stop", "lift"): Todo(
        _("Lift the stop when the danger is gone: %(what)s"),
        "representatives:stop_detail",
    ),
    ("stop", "remove"): Todo(
        _("Remove the danger: %(what)s"),
        "representatives:stop_detail",
    ),
    ("incident", "reporter"): Todo(
        _("The reporter has written: %(what)s"),
        "incidents:detail#dialogue",
    ),
    ("incident", "begin"): Todo(
        _("Begin the investigation: %(what)s"),
        "incidents:detail#act",
        _("Begin an investigation"),
    ),
    ("incident", "investigate"): Todo(
        _("Investigate: %(what)s"),
        "incidents:investigation",
    ),
    ("incident", "measures"): Todo(
        _("Measures going on: %(what)s"),
        "incidents:detail#measures-title",
    ),
    ("incident", "effect"): Todo(
        _("Awaiting effect: %(what)s"),
        "incidents:detail#measures-title",
    ),
    ("incident", "close"): Todo(
        _("Close: %(what)s"),
        "incidents:detail#act",
    ),
    ("measure", "carry_out"): Todo(
        _("Carry out: %(what)s"),
        "actionplans:measure_detail#act",
        _("Carry out a measure"),
    ),
    ("measure", "go_on"): Todo(
        _("Goes on all the time: %(what)s"),
        "actionplans:measure_detail#act",
    ),
    ("measure", "when_it_happens"): Todo(
        _("Carry out when the time has come: %(what)s"),
        "actionplans:measure_detail#act",
    ),
    ("measure", "judge"): Todo(
        _("Judge: %(what)s"),
        "actionplans:measure_detail#act",
        _("Judge the effect of a measure"),
    ),
    ("lifted", "receive"): Todo(
        _("Receive what is lifted to you: %(what)s"),
        "escalations:detail#act",
    ),
    ("lifted", "answer"): Todo(
        _("Answer what is lifted to you: %(what)s"),
        "escalations:detail#act",
    ),
    ("lifted", "act_on_answer"): Todo(
        _("Read the answer, and say what you do now: %(what)s"),
        "escalations:detail#act",
    ),
    ("lifted", "act_on_return"): Todo(
        _("Given back to you, say what you do now: %(what)s"),
        "escalations:detail#act",
    ),
    ("round", "review"): Todo(
        _("Review and sign: %(what)s"),
        "riskassessment:round_detail",
    ),
    ("round", "with_representative"): Todo(
        _("With the safety representative: %(what)s"),
        "riskassessment:round_detail",
    ),
    ("round", "close"): Todo(
        _("Decide on the risks and close: %(what)s"),
        "riskassessment:round_detail",
    ),
    ("round", "choose_time"): Todo(
        _("Choose a time and invite: %(what)s"),
        "riskassessment:round_change",
        _("Round"),
    ),
    ("round", "walk"): Todo(
        _("Walk the round: %(what)s"),
        "riskassessment:round_detail",
        _("Round"),
    ),
    ("change", "review"): Todo(
        _("Review the risk assessment: %(what)s"),
        "riskassessment:change_detail",
        _("A change is to be decided"),
    ),
    ("change", "undiscussed"): Todo(
        _("No discussion is planned: %(what)s"),
        "riskassessment:change_detail",
        _("A change is to be decided"),
    ),
    ("change", "assess"): Todo(
        _("Assess the risks before the decision: %(what)s"),
        "riskassessment:change_detail",
        _("A change is to be decided"),
    ),
    ("change", "with_representative"): Todo(
        _("With the safety representative: %(what)s"),
        "riskassessment:change_detail",
        _("A change is to be decided"),
    ),
    ("change", "decide"): Todo(
        _("Decide on the change: %(what)s"),
        "riskassessment:change_detail",
        _("A change is to be decided"),
    ),
    ("change", "follow_up"): Todo(
        _("Follow up the change: %(what)s"),
        "riskassessment:change_follow_up",
        _("Follow up a change"),
    ),
    ("risk", "weigh"): Todo(
        _("Weigh anew: %(what)s"),
        "riskassessment:risk_detail?act=weigh#act",
    ),
    ("left_risks", "move"): Todo(
        _("Move the risks of a unit that is closed"),
        "riskassessment:closed_unit",
    ),
    ("left_measures", "move"): Todo(
        _("Move the measures of a unit that is closed"),
        "actionplans:closed_unit",
    ),
    ("request", "send"): Todo(
        _("Send the request: %(what)s"),
        "representatives:request_detail",
    ),
    ("request", "read"): Todo(
        _("Read the answer: %(what)s"),
        "representatives:request_detail#answer",
    ),
    ("request", "answer"): Todo(
        _("Answer the request: %(what)s"),
        "representatives:request_detail",
        _("Answer a request"),
    ),
    ("report", "write"): Todo(
        _("Write your part: %(what)s"),
        "reports:detail",
        _("Write a part of the annual report"),
    ),
    ("report", "put_right"): Todo(
        _("Sent back to you: %(what)s"),
        "reports:detail",
        _("Write a part of the annual report"),
    ),
    ("report", "decide"): Todo(
        _("Approve or send back: %(what)s"),
        "reports:detail",
    ),
    **rooms.TODO,
}
# Besides what the law counts by the hour: those for which somebody waits.
WAITED_FOR = {
    ("incident", "reporter"),
    ("lifted", "receive"),
    ("lifted", "answer"),
    ("round", "review"),
    ("change", "review"),
    ("request", "answer"),
    *rooms.WAITED_FOR,
}


RESTS = {
    "notice": Rest(_("Duties to notify authorities"), "incidents:list?show=mine"),
    "stop": Rest(_("Stops of dangerous work"), "representatives:stop_list"),
    "incident": Rest(_("Incidents"), "incidents:list?show=mine&status=open"),
    "measure": Rest(_("Measures"), "actionplans:measure_list?whose=mine"),
    "lifted": Rest(_("Lifted matters"), "escalations:list?whose=to_me"),
    "round": Rest(_("Rounds"), "riskassessment:round_list?show=mine"),
    "change": Rest(
        _("Risk assessments before changes"), "riskassessment:change_list?show=mine"
    ),
    "risk": Rest(_("Risks to weigh anew"), "riskassessment:risk_list?show=to_rerate"),
    "left_risks": Rest(
        _("Units that are closed"), "riskassessment:risk_list?show=in_closed_units"
    ),
    "left_measures": Rest(_("Units that are closed"), "actionplans:measure_list"),
    "request": Rest(_("Requests"), "representatives:request_list"),
    "report": Rest(_("Parts of annual reports"), "reports:list"),
    **rooms.RESTS,
}
