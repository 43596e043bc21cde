"""What committees and meetings tell of persons; see sam.personal."""

from django.utils.translation import gettext_lazy as _

from sam.personal import Basis, Held, Part, Purpose, Reason, Recipient

PURPOSE = Purpose(
    "meetings",
    _("Committees and meetings"),
    _(
        "Employer and employees co-operate in committees and workplace meetings; minutes say who was there and what was decided."
    ),
    (Basis.DUTY, Basis.TASK),
    (Recipient.BODIES, Recipient.MANAGERS, Recipient.COLLEAGUES, Recipient.HR),
)
_LINK = "link_name link_key"
HELD = [
    Held("Body", without={Reason.WORDS: "name"}),
    Held(
        "Membership",
        within="body",
        people={"person": Part.MEMBER},
        names={"name": Part.MEMBER},
    ),
    Held("AgendaTemplate", without={Reason.WORDS: "name"}),
    Held("StandingItem", without={Reason.WORDS: "title background"}),
    Held("DialogTool", without={Reason.WORDS: "name publisher url theme target_group"}),
    Held("GroupAgreement", texts="theme text"),
    Held("Meeting", people={"leader": Part.RESPONSIBLE}, texts="place agreed note"),
    Held("MeetingTransition", within="meeting"),
    Held(
        "Attendance",
        within="meeting",
        people={"person": Part.PARTICIPANT},
        names={"name": Part.PARTICIPANT},
    ),
    Held(
        "YearlyDiscussion",
        within="meeting",
        texts="content cooperation assessment competence goals_next",
    ),
    Held("DiscussedGoal", texts="text criterion note"),
    Held(
        "AgendaItem",
        within="meeting",
        texts="link_label title background proposal decision minority_text",
        files="attachments",
        without={Reason.CODE: _LINK, Reason.ELSEWHERE: "records"},
    ),
    Held("ItemTransition", within="item"),
    Held(
        "MailboxMatter",
        people={"sender": Part.AUTHOR},
        texts="link_label subject text answer",
        files="attachments",
        without={Reason.CODE: _LINK},
    ),
    Held("MatterTransition", within="matter"),
    Held("Ruling", texts="link_label note", without={Reason.CODE: f"{_LINK} body"}),
    Held("MeetingSeries", without={Reason.WORDS: "name"}),
    Held(
        "YearlyStatement",
        texts="assessment proposals goals_next remarks",
        without={Reason.ELSEWHERE: "records"},
    ),
    Held("StatementTransition", within="statement"),
    Held("StatementDelivery", within="statement", names={"recipient": Part.RECIPIENT}),
]
