"""What an investigation has found beside its conclusion: whys, factors and risks."""

from datetime import time

from incidents.models import Incident, Investigation
from sam.dates import moment

Kind, Part = Incident.Kind, Investigation.Part
_PARTS = {Part.TOOK_PART: 70, Part.WAS_INFORMED: 24, Part.DECLINED: 6}
_COMMENTS = [
    "Bra att fler än de närmast berörda fick säga vad de såg.",
    "Jag vill att vi tittar på samma sak i de andra lokalerna.",
    "Åtgärden är rätt, men den behöver göras före terminsstarten.",
]
# How often the representative says something.
_COMMENTED = 0.04


def drawn(random, incident, happening, *, representative, on):
    """As it stood when it was concluded."""
    story, comment = happening.story, happening.turn.representative_comment
    if not comment and random.random() < _COMMENTED:
        comment = random.choice(_COMMENTS)
    factors = story.situation["factors"]
    return Investigation(
        incident=incident,
        whys=story.whys,
        factors=random.sample(factors, random.randint(1, len(factors))),
        representative=representative,
        representative_part=(Part.TOOK_PART if comment else _any_of(random, _PARTS)),
        representative_comment=comment,
        representative_commented_at=(comment and moment(on, time(14, 20))) or None,
        **_risks(random, incident),
    )


def _risks(random, incident):
    if incident.kind == Kind.IMPROVEMENT:
        return {}
    is_serious = incident.severity == Incident.Severity.SERIOUS
    likelihood = random.randint(2, 4)
    consequence = random.randint(4, 5) if is_serious else random.randint(2, 3)
    return {
        "likelihood_before": likelihood,
        "consequence_before": consequence,
        "likelihood_after": max(1, likelihood - random.randint(1, 2)),
        "consequence_after": max(1, consequence - random.randint(0, 1)),
    }


def _any_of(random, weights):
    return random.choices(list(weights), list(weights.values()))[0]
