"""What rounds, risks and changes tell of persons; see sam.personal."""

from django.utils.translation import gettext_lazy as _

from sam.personal import Basis, Held, Part, Purpose, Reason, Recipient

PURPOSE = Purpose(
    "rounds",
    _("Rounds, risks and changes"),
    _(
        "The workplace is investigated and its risks are assessed together with the employees and their representative."
    ),
    (Basis.DUTY,),
    (Recipient.MANAGERS, Recipient.REPRESENTATIVES, Recipient.HR, Recipient.BODIES),
)
HELD = [
    Held("Checklist", without={Reason.WORDS: "name legal_basis"}),
    Held("Section", without={Reason.WORDS: "title"}),
    Held(
        "Question",
        without={
            Reason.WORDS: "text help_text legal_basis low_label high_label unit_label",
            Reason.CODE: "key",
        },
    ),
    Held("RoundSchedule"),
    Held("InspectionRound", texts="title place message"),
    Held("RoundTransition", within="round"),
    Held(
        "Answer",
        within="round",
        texts="comment review_comment",
        without={Reason.CODE: "value"},
    ),
    Held("AnswerPhoto", within="answer", files="attachment"),
    Held("Sending", within="round", without={Reason.ELSEWHERE: "result"}),
    Held(
        "ChangeAssessment",
        texts="title what_changes affected consequences no_social_risk needs_survey_why cooperation_group decision_note unreviewed_reason unmeasured_reason follow_up_note",
    ),
    Held("ChangeTransition", within="change"),
    Held(
        "Risk",
        texts="existing_measures description",
        without={Reason.CODE: "level_code"},
    ),
    Held(
        "Rating",
        within="risk",
        texts="existing_measures reason",
        without={Reason.CODE: "level_code"},
    ),
    Held("RiskTransition", within="risk"),
    Held("RiskMove", within="risk", texts="reason"),
    Held("Deviation", within="answer", texts="reason concerns"),
    Held(
        "Participant",
        within="round",
        people={"person": Part.PARTICIPANT},
        names={"name": Part.PARTICIPANT},
    ),
    Held("Signature", within="round", texts="comment content"),
]
