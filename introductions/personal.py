"""What introductions tell of persons; see sam.personal."""

from django.utils.translation import gettext_lazy as _

from sam.personal import Basis, Held, Part, Purpose, Reason, Recipient

PURPOSE = Purpose(
    "introductions",
    _("Introductions of new employees"),
    _("Who is new gets to know the risks of the work, step by step."),
    (Basis.DUTY,),
    (Recipient.MANAGERS, Recipient.HR),
)
HELD = [
    Held("IntroductionTemplate", without={Reason.WORDS: "name occupations"}),
    Held("TemplateStep", without={Reason.WORDS: "titles details course"}),
    Held(
        "Introduction",
        people={"person": Part.SUBJECT, "supervisor": Part.RESPONSIBLE},
    ),
    Held("IntroductionTransition", within="introduction"),
    Held(
        "IntroductionStep",
        within="introduction",
        people={"shown_by": Part.ACTOR},
        texts="skipped_because",
    ),
]
