"""The scale by which risks are weighed, one and the same for rounds and for incidents."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Likelihood(models.IntegerChoices):
    VERY_LOW = 1, _("Very unlikely")
    LOW = 2, _("Unlikely")
    MEDIUM = 3, _("Possible")
    HIGH = 4, _("Likely")
    VERY_HIGH = 5, _("Very likely")


class Consequence(models.IntegerChoices):
    VERY_SMALL = 1, _("Negligible")
    SMALL = 2, _("Minor trouble")
    MEDIUM = 3, _("Short sick leave")
    LARGE = 4, _("Long sick leave")
    VERY_LARGE = 5, _("Lasting harm or death")


class Level(models.TextChoices):
    """Bands of the 5 × 5 matrix; high is what the law calls serious."""

    HIGH = "high", _("High")
    MEDIUM = "medium", _("Medium")
    LOW = "low", _("Low")

    @classmethod
    def of(cls, score):
        return next(level for level in cls if score >= LOWEST_SCORE[level])


# The lowest product of likelihood and consequence in each band.
LOWEST_SCORE = {Level.HIGH: 10, Level.MEDIUM: 5, Level.LOW: 1}


def matrix_of(marks):
    """Rows of the risk matrix, the likeliest first: (likelihood, [(level, mark), …]).

    `marks` says what stands in a cell: {(likelihood, consequence): mark}.
    """
    return [
        (
            likelihood.label,
            [
                (Level.of(likelihood * consequence), marks.get(cell, 0))
                for consequence in Consequence
                for cell in [(likelihood.value, consequence.value)]
            ],
        )
        for likelihood in reversed(Likelihood)
    ]
