"""The matrix that risks are weighed by: each municipality's own, one for all that it weighs."""

from typing import NamedTuple

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from sam.workflow import Stale

# Steps on an axis, and levels.
FEWEST, MOST = 2, 5
# In words that are translated where they are shown; a migration writes the row.
SHIPPED = {
    "likelihoods": [
        gettext_noop("Very unlikely"),
        gettext_noop("Unlikely"),
        gettext_noop("Possible"),
        gettext_noop("Likely"),
        gettext_noop("Very likely"),
    ],
    "consequences": [
        gettext_noop("Negligible"),
        gettext_noop("Minor trouble"),
        gettext_noop("Short sick leave"),
        gettext_noop("Long sick leave"),
        gettext_noop("Lasting harm or death"),
    ],
    "levels": [
        {
            "code": "low",
            "label": gettext_noop("Low"),
            "tone": "success",
            "is_serious": False,
            "within_days": None,
            "must_raise": False,
        },
        {
            "code": "medium",
            "label": gettext_noop("Medium"),
            "tone": "warning",
            "is_serious": False,
            "within_days": 180,
            "must_raise": False,
        },
        {
            "code": "high",
            "label": gettext_noop("High"),
            "tone": "danger",
            "is_serious": True,
            "within_days": 30,
            "must_raise": False,
        },
    ],
    # Products of likelihood and consequence from 10 are high, from 5 medium.
    "cells": [
        ["low", "low", "low", "low", "medium"],
        ["low", "low", "medium", "medium", "high"],
        ["low", "medium", "medium", "high", "high"],
        ["low", "medium", "high", "high", "high"],
        ["medium", "high", "high", "high", "high"],
    ],
}


class Level(NamedTuple):
    """One of a matrix's levels, and what it demands."""

    code: str
    label: str
    # A sign and a colour of the interface; the word always stands beside it.
    tone: str
    # What the law asks to be answered of each risk (AFS 2023:1: serious or not).
    is_serious: bool
    # Within how many days measures must be carried out; none when nothing is demanded.
    within_days: int | None
    # Whether the level above must be told at once.
    must_raise: bool
    # 0 for the least of the levels.
    rank: int


class Cell(NamedTuple):
    level: Level
    mark: object
    likelihood: int
    consequence: int


class Grid(NamedTuple):
    """A matrix as a table: heads of the columns, and rows (head, cells), the likeliest first."""

    consequences: list
    rows: list


class RiskMatrixQuerySet(models.QuerySet):
    def current(self):
        """The one by which risks are weighed from now on."""
        return self.get(is_current=True)

    @transaction.atomic
    def replace(self, *, by, seen, **what):
        """Weigh by another matrix from now on; what was weighed before keeps its own.

        `seen` is the version that is to be replaced; raises Stale when it is not in use.
        """
        old = self.select_for_update().get(is_current=True)
        if old.version != seen:
            raise Stale(old)
        self.filter(pk=old.pk).update(is_current=False)
        return self.create(version=old.version + 1, decided_by=by, **what)


class RiskMatrix(models.Model):
    """One version of the matrix; a rating keeps the one that it was made by.

    There are no general norms for what is acceptable, so axes, levels and what each level
    demands are the municipality's own. The texts of the one that ships are translated;
    those of a municipality are in its own words.
    """

    version = models.PositiveSmallIntegerField(_("version"), unique=True)
    # Steps in words, the least first.
    likelihoods = ArrayField(models.CharField(max_length=60))
    consequences = ArrayField(models.CharField(max_length=60))
    # The least first: [{"code", "label", "tone", "is_serious", "within_days", "must_raise"}]
    levels = models.JSONField(_("levels"))
    # cells[likelihood - 1][consequence - 1] is the code of a level.
    cells = ArrayField(ArrayField(models.CharField(max_length=20)))
    is_current = models.BooleanField(_("in use"), default=True)
    # Empty for the one that ships.
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    decided_at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(_("why it was changed"), max_length=500, blank=True)

    objects = RiskMatrixQuerySet.as_manager()

    class Meta:
        ordering = ["-version"]
        verbose_name = _("risk matrix")
        verbose_name_plural = _("risk matrices")
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"],
                condition=models.Q(is_current=True),
                name="matrix_one_current",
            )
        ]

    def __str__(self):
        return gettext("Risk matrix, version %(version)s") % {"version": self.version}

    @property
    def ranked_levels(self):
        """The levels, the worst first."""
        ranked = [
            Level(rank=rank, **{**level, "label": gettext(level["label"])})
            for rank, level in enumerate(self.levels)
        ]
        return ranked[::-1]

    def level(self, code):
        return next(level for level in self.ranked_levels if level.code == code)

    def level_of(self, likelihood, consequence):
        """The level of a cell, counted from one on both axes."""
        return self.level(self.cells[likelihood - 1][consequence - 1])

    def has_cell(self, likelihood, consequence):
        return 1 <= likelihood <= len(self.likelihoods) and 1 <= consequence <= len(
            self.consequences
        )

    def weight_of(self, likelihood, consequence):
        """What orders risks, also those weighed by different matrices: 0 to 1,100."""
        rank = self.level_of(likelihood, consequence).rank
        share = rank / (len(self.levels) - 1)
        size = len(self.likelihoods) * len(self.consequences)
        return round(1_000 * share + 100 * likelihood * consequence / size)

    @property
    def likelihood_choices(self):
        return _numbered(self.likelihoods)

    @property
    def consequence_choices(self):
        return _numbered(self.consequences)

    def likelihood_label(self, likelihood):
        return gettext(self.likelihoods[likelihood - 1])

    def consequence_label(self, consequence):
        return gettext(self.consequences[consequence - 1])

    def grid(self, marks):
        """The matrix for a page; `marks` says what stands where: {(likelihood, consequence): mark}."""
        consequences = self.consequence_choices
        rows = [
            (
                label,
                [
                    Cell(
                        self.level_of(likelihood, number),
                        marks.get((likelihood, number)),
                        likelihood,
                        number,
                    )
                    for number, _label in consequences
                ],
            )
            for likelihood, label in reversed(self.likelihood_choices)
        ]
        return Grid([label for _number, label in consequences], rows)


def _numbered(labels):
    return [(number, gettext(label)) for number, label in enumerate(labels, start=1)]
