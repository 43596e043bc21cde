from riskassessment.models import Level, Risk


def matrix_of(counts):
    """Rows of the risk matrix, the likeliest first: (likelihood, [(level, number), …])."""
    return [
        (
            likelihood.label,
            [
                (Level.of(likelihood * consequence), counts.get(cell, 0))
                for consequence in Risk.Consequence
                for cell in [(likelihood.value, consequence.value)]
            ],
        )
        for likelihood in reversed(Risk.Likelihood)
    ]
