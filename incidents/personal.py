"""What incidents tell of persons; see sam.personal."""

from django.utils.translation import gettext_lazy as _

from sam.personal import Basis, Held, Part, Purpose, Reason, Recipient

PURPOSE = Purpose(
    "incidents",
    _("Events at work"),
    _(
        "Accidents, near misses and other events are reported, investigated and reported on to the authority, so that they do not happen again."
    ),
    (Basis.DUTY, Basis.EMPLOYMENT_LAW),
    (
        Recipient.MANAGERS,
        Recipient.REPRESENTATIVES,
        Recipient.HR,
        Recipient.AUTHORITIES,
        Recipient.OFFICER,
    ),
)
_OVERSIGHT = Purpose(
    "read_log",
    _("Log of who has read what"),
    _("Who opens an event or an early action is logged, so that misuse is found."),
    (Basis.DUTY,),
    (Recipient.OFFICER,),
)
HELD = [
    Held("Code", without={Reason.WORDS: "labels version"}),
    Held(
        "Incident",
        people={"reported_by": Part.REPORTER},
        names={
            "affected_person": Part.AFFECTED,
            "reporter_name": Part.REPORTER,
            "reporter_email": Part.REPORTER,
        },
        texts="place description immediate_action lifted_to findings feedback_to feedback_how summary",
        health="kind affected severity",
        files="photos",
        without={Reason.CODE: "external_id", Reason.ELSEWHERE: "barred"},
    ),
    Held("IncidentTransition", within="incident"),
    Held("Reading", within="incident", people={"by": Part.READER}, purpose=_OVERSIGHT),
    Held(
        "EmergencyAccess",
        within="incident",
        people={"by": Part.READER},
        texts="reason",
        purpose=_OVERSIGHT,
    ),
    Held(
        "Details",
        within="incident",
        health="injury_type body_part absence violence occupation age_group sex",
        without={Reason.CODE: "police_number"},
    ),
    Held("Remark", within="incident", people={"by": Part.AUTHOR}, texts="text"),
    Held(
        "HistoryImport",
        without={
            Reason.FLEETING: "file contents problems error refused_file",
            Reason.CODE: "name headers mapping",
        },
    ),
    Held(
        "Investigation",
        within="incident",
        people={"representative": Part.ACTOR},
        texts="whys representative_comment",
        without={Reason.CODE: "factors"},
    ),
    Held(
        "ReportingLink",
        people={"person": Part.SUBJECT},
        without={Reason.SECRET: "token"},
    ),
    Held(
        "SavedFilter",
        people={"user": Part.SUBJECT},
        texts="name",
        without={Reason.CODE: "query"},
    ),
    Held(
        "ChosenColumns", people={"user": Part.SUBJECT}, without={Reason.CODE: "names"}
    ),
    Held(
        "Export",
        people={"user": Part.ACTOR},
        without={Reason.CODE: "query columns reference", Reason.FLEETING: "file"},
        purpose=_OVERSIGHT,
    ),
    Held(
        "Notice",
        within="incident",
        texts="waived_because",
        without={Reason.CODE: "rule reference"},
    ),
    Held("DutySetting", without={Reason.CODE: "rule"}),
    Held(
        "ResearchExport",
        people={"user": Part.ACTOR},
        texts="partner purpose",
        names={"approved_by": Part.ACTOR},
        purpose=_OVERSIGHT,
    ),
]
