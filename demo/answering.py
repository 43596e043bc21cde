"""What is answered on a round, whatever way the question is answered."""

from decimal import Decimal

from riskassessment.models import Answer, Question

Kind, When = Question.Kind, Question.RiskWhen
Value = Answer.Value
_WORST, _BEST = 1, 5
# What is written where a text is asked for.
_TEXTS = [
    "Samarbetet i arbetslaget. Vi vill behålla den gemensamma planeringstiden.",
    "Att vi hinner stämma av varje morgon. Det ska gå före annat.",
    "Nya medarbetare får en fadder. Fler vill vara det.",
]


def well(random, question):
    """An answer that shows no risk."""
    if question.kind == Kind.TEXT:
        return random.choice(_TEXTS)
    if question.kind == Kind.YES_NO:
        return Value.NO if question.risk_when == When.YES else Value.YES
    if question.kind == Kind.SCALE:
        return str(random.randint(*_good_steps(question)))
    return str(_good_number(random, question))


def badly(question):
    """An answer that by the question's rule shows a risk, at the limit where it has one."""
    if question.risk_limit is not None:
        return f"{question.risk_limit.normalize():f}"
    return question.risk_when


def _good_steps(question):
    if question.risk_when == When.AT_MOST:
        return int(question.risk_limit) + 1, _BEST
    if question.risk_when == When.AT_LEAST:
        return _WORST, int(question.risk_limit) - 1
    return 3, _BEST


def _good_number(random, question):
    limit = question.risk_limit or Decimal(12)
    if question.risk_when == When.AT_MOST:
        return random.randint(int(limit) + 1, 2 * int(limit) + 1)
    return random.randint(int(limit) // 3, max(0, int(limit) - 1))
