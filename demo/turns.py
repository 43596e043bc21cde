"""What happens on purpose in the demo, so that everything can be seen somewhere."""

from dataclasses import dataclass

from incidents.models import Incident

Kind = Incident.Kind


@dataclass(frozen=True)
class Turn:
    """What is particular about one incident; all else is drawn as for any other."""

    is_serious: bool = False
    # Nobody who handles it had read it until the morning of the last day.
    is_just_known: bool = False
    # Duties, by rule, that nobody has done.
    unsent: tuple = ()
    # By the demo's employee, or without an account or a name through the workplace's link.
    is_by_employee: bool = False
    is_anonymous: bool = False
    # (whether the reporter says it, text), one every day.
    dialogue: tuple = ()
    representative_comment: str = ""
    # So often it went to the level above, because nobody began with it.
    raised: int = 0
    manager_is_part: bool = False


NO_TURN = Turn()
_ASKED = "Vet du om fler har sett detta, och om det har hänt vid samma tid på dagen?"
_ASKED_ANONYMOUSLY = (
    "Tack för att du berättar. Minns du vilken dörr det gällde, så att vi kan titta på "
    "rätt ställe? Du behöver inte säga vem du är."
)
_ANSWERED = "Det var dörren mot gården. Det har hänt två gånger till sedan dess."
_COMMENTED = (
    "Jag deltog i samtalen och håller med om orsaken. Följ upp att åtgärden också når "
    "vikarierna."
)

# At the workplace of the demo's manager: kind, how many days ago, how many days until it
# is closed, how far on in that time the measure is done, and what is particular about it.
# One in each state.
AT_DEMO_WORKPLACE = [
    (
        Kind.NEAR_MISS,
        *(1, 40, 0.5),
        Turn(is_serious=True, is_just_known=True, unsent=("av",)),
    ),
    (Kind.ACCIDENT, 2, 60, 0.5, Turn(is_serious=True, unsent=("av", "fk"))),
    (
        Kind.RISK_OBSERVATION,
        *(6, 45, 0.5),
        Turn(is_by_employee=True, dialogue=((False, _ASKED),)),
    ),
    (
        Kind.NEAR_MISS,
        *(13, 50, 0.5),
        Turn(
            is_anonymous=True,
            dialogue=((False, _ASKED_ANONYMOUSLY), (True, _ANSWERED)),
        ),
    ),
    (Kind.IMPROVEMENT, 20, 60, 0.7, Turn(is_by_employee=True)),
    (Kind.ACCIDENT, 30, 70, 0.6, Turn(unsent=("fk",))),
    (Kind.ACCIDENT, 43, 70, 0.68, Turn(is_serious=True)),
    (Kind.NEAR_MISS, 50, 66, 0.45, Turn(representative_comment=_COMMENTED)),
    (Kind.ACCIDENT, 60, 66, 0.5, Turn(is_by_employee=True)),
    (Kind.NEAR_MISS, 75, 52, 0.5, NO_TURN),
]
# At other schools of the same administration, by name.
ELSEWHERE = {
    "Alvikshöjdens skola": (Kind.NEAR_MISS, 20, 90, 0.6, Turn(raised=2)),
    "Bergsprångets skola": (
        Kind.VICTIMISATION,
        *(9, 100, 0.6),
        Turn(manager_is_part=True),
    ),
}
# Whose manager is away for some weeks, with a substitute by calendar.
AWAY = "Dammgårdsskolan"
# What else is asked and answered here and there.
DIALOGUES = [
    (
        (False, "Var någon annan med som vi kan prata med?"),
        (True, "Ja, kollegan som arbetade samma pass. Hen vet att ni hör av er."),
    ),
    (
        (False, "Har du det du behöver för att kunna arbeta som vanligt?"),
        (True, "Ja, tack. Det känns bättre nu."),
    ),
    ((False, "Har du ett foto av platsen? Lägg gärna till det i rapporten."),),
]
