"""What new employees think of their introduction, summed up so that nobody is seen.

A unit with fewer answers than FEWEST is not shown, nor enough of its neighbours that its
answers could be told by taking theirs from the sum above.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Avg, Count, Q

from introductions.models import SurveyAnswer, SurveyInvitation
from introductions.models.surveys import FEWEST
from organisation.models import Unit
from sam.dates import today

QUESTIONS = ("knew_plan", "was_used", "knows_risks", "knew_whom_to_ask")


@dataclass
class Result:
    """Of a unit and what hangs below it."""

    unit: Unit
    asked: int = 0
    answered: int = 0
    # {question: how many said yes}
    yes: dict = field(default_factory=lambda: dict.fromkeys(QUESTIONS, 0))
    points: float = 0
    below: list = field(default_factory=list)
    is_shown: bool = False

    @property
    def rating(self):
        """From one to five, or none."""
        return self.points / self.answered if self.answered else None

    def share(self, question):
        """Of a hundred who answered, so many said yes."""
        return 100 * self.yes[question] / self.answered if self.answered else None

    @property
    def shares(self):
        return [self.share(question) for question in QUESTIONS]


def results(year):
    """{unit_pk: Result} of all units of which anybody was asked in the year.

    Four queries, however many units there are. Only those that `is_shown` may be shown.
    """
    found = _collect(year)
    tops = [each for each in found.values() if each.unit.parent_id not in found]
    _open(tops)
    return found


def _collect(year):
    asked = SurveyInvitation.objects.filter(due_on__year=year, due_on__lte=today())
    asked = dict(
        asked.order_by().values_list("introduction__unit").annotate(Count("pk"))
    )
    answers = SurveyAnswer.objects.filter(year=year).order_by().values("unit")
    answers = answers.annotate(
        number=Count("pk"),
        mean=Avg("rating"),
        **{f"yes_{name}": Count("pk", filter=Q(**{name: "yes"})) for name in QUESTIONS},
    )
    answers = {each["unit"]: each for each in answers}
    own = Unit.objects.filter(pk__in={*asked, *answers})
    lineages = {pk for unit in own for pk in unit.lineage}
    found = {
        unit.pk: Result(unit)
        for unit in Unit.objects.filter(pk__in=lineages).order_by("name", "pk")
    }
    for unit in own:
        for pk in unit.lineage:
            _add(found[pk], asked.get(unit.pk, 0), answers.get(unit.pk))
    below = defaultdict(list)
    for each in found.values():
        below[each.unit.parent_id].append(each)
    for pk, each in found.items():
        each.below = below[pk]
    return found


def _add(result, asked, answers):
    result.asked += asked
    if answers:
        result.answered += answers["number"]
        result.points += answers["mean"] * answers["number"]
        for name in QUESTIONS:
            result.yes[name] += answers[f"yes_{name}"]


def _open(siblings, *, own=None):
    """Show those that have enough answers, as far as that tells nothing of the others.

    `own` is how many answers lie in the unit above itself, beside its parts.
    """
    shown = [each for each in siblings if each.answered >= FEWEST]
    hidden = sum(each.answered for each in siblings if each not in shown) + (own or 0)
    # What is left when the shown are taken from the sum must be nothing, or enough.
    while shown and 0 < hidden < FEWEST and own is not None:
        least = min(shown, key=lambda each: (each.answered, str(each.unit.pk)))
        shown.remove(least)
        hidden += least.answered
    for each in shown:
        each.is_shown = True
        parts = sum(part.answered for part in each.below)
        _open(each.below, own=each.answered - parts)
