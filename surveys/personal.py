"""What surveys tell of persons: who was asked, never who answered what; see sam.personal."""

from django.utils.translation import gettext_lazy as _

from sam.personal import Basis, Held, Part, Purpose, Reason, Recipient

PURPOSE = Purpose(
    "surveys",
    _("Surveys of the work environment"),
    _(
        "Employees are asked without names. Who was asked is kept until the survey ends; an answer leads to nobody."
    ),
    (Basis.DUTY,),
    (Recipient.MANAGERS, Recipient.HR, Recipient.BODIES),
)
HELD = [
    Held("Theme", without={Reason.WORDS: "name description also_called"}),
    Held("Questionnaire", without={Reason.WORDS: "name"}),
    Held("QuestionGroup", without={Reason.WORDS: "title"}),
    Held("Question", without={Reason.WORDS: "wording choices"}),
    Held("Survey", without={Reason.WORDS: "name"}),
    Held("SurveyTransition", within="survey"),
    Held("SurveyTheme", without={Reason.WORDS: "name"}),
    Held("SurveyUnit", without={Reason.WORDS: "name", Reason.CODE: "lineage"}),
    Held("Recipient", within="survey", people={"person": Part.RECIPIENT}),
    Held("AnswerLink"),
    Held("AnswerSheet", texts="answers"),
    Held("FreeText", texts="text"),
    Held("FollowUp", texts="note signature_note unsigned_because answer"),
    Held("FollowUpTransition", within="follow_up"),
    Held("FollowUpEdition", within="follow_up", texts="content"),
    Held("MunicipalMeasure", without={Reason.WORDS: "reason"}),
    Held("ImportMapping", without={Reason.CODE: "headings columns scale"}),
    Held(
        "ResultImport",
        without={Reason.FLEETING: "sheet name file_name", Reason.CODE: "columns scale"},
    ),
    Held("Matter", texts="title text decision"),
    Held("MatterTransition", within="matter"),
    Held("Value", without={Reason.FIGURES: "counts"}),
]
