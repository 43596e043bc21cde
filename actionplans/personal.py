"""What measures, plans and goals tell of persons; see sam.personal."""

from django.utils.translation import gettext_lazy as _

from sam.personal import Basis, Held, Part, Purpose, Reason, Recipient

PURPOSE = Purpose(
    "measures",
    _("Measures, plans and goals"),
    _(
        "What is to be done for the work environment, who does it by when, and whether it helped."
    ),
    (Basis.DUTY,),
    (Recipient.MANAGERS, Recipient.REPRESENTATIVES, Recipient.HR, Recipient.BODIES),
)
HELD = [
    Held(
        "Measure",
        texts="focus_area activity goal responsible_words report_to due_words funding expected_effect waits_for watched done_note effect_note",
        without={Reason.CODE: "number effect_source"},
    ),
    Held("MeasureTransition", within="measure"),
    Held("Escalation", texts="matter reason wanted answer"),
    Held("EscalationTransition", within="escalation"),
    Held(
        "Example",
        people={"contact": Part.CONTACT},
        texts="title problem done effect",
        without={Reason.CODE: "topics"},
    ),
    Held(
        "Goal",
        people={"owner": Part.RESPONSIBLE},
        texts="text criterion",
        without={Reason.CODE: "theme source scale template_item metric"},
    ),
    Held("GoalReading", within="goal", texts="words", without={Reason.CODE: "source"}),
    Held("GoalEvaluation", within="goal", texts="outcome_note"),
    Held("GoalAlert", within="goal", texts="answer"),
    Held(
        "RiskMatrix",
        people={"decided_by": Part.ACTOR},
        without={Reason.WORDS: "likelihoods consequences levels cells reason"},
    ),
    Held("Reminder", within="measure"),
    Held("Feedback", within="measure", texts="where"),
    Held(
        "WorkEnvironmentPlan",
        texts="title mandate working_group",
        names={"decided_by": Part.ACTOR},
    ),
    Held("WorkEnvironmentPlanTransition", within="plan"),
    Held("PlanGoal", within="plan", texts="outcome_note text criterion"),
    Held("PlanReview", within="plan", texts="where"),
]
