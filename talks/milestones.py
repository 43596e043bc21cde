"""What the law asks of the follow-up of somebody who is on sick leave, by country.

Each milestone is counted in days from the first day of absence, which is day 0.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organisation.models import Country


class Milestone(NamedTuple):
    code: str
    label: str | Promise
    # At the latest so many days after the first day of absence.
    after_days: int
    source: str
    # Where the law asks it only when the absence is expected to be long.
    if_expected_days: int = 0
    # Whether somebody else than the employer does it; then it is only kept in mind.
    by_authority: bool = False


MILESTONES = {
    Country.SE: [
        # The day on which the capacity for work has been reduced for thirty days.
        Milestone(
            "se_plan",
            _("Plan for the return to work"),
            29,
            "Socialförsäkringsbalken 30 kap. 6 §",
            if_expected_days=60,
        )
    ],
    Country.NO: [
        Milestone(
            "no_plan", _("Follow-up plan"), 28, "Arbeidsmiljøloven § 4-6 tredje ledd"
        ),
        Milestone(
            "no_dialogue",
            _("Dialogue meeting"),
            49,
            "Arbeidsmiljøloven § 4-6 fjerde ledd",
        ),
        Milestone(
            "no_activity",
            _("The authority assesses whether activity is possible"),
            56,
            "Folketrygdloven § 8-7 a",
            by_authority=True,
        ),
        Milestone(
            "no_dialogue_26",
            _("Dialogue meeting of the authority"),
            26 * 7,
            "Folketrygdloven § 8-7 a",
            by_authority=True,
        ),
        Milestone(
            "no_assessment_52",
            _("The authority assesses the way forward"),
            52 * 7,
            "NAV: avtalepunkter og frister i sykefraværsoppfølgingen",
            by_authority=True,
        ),
    ],
    Country.DK: [
        Milestone("dk_talk", _("Talk on the sick leave"), 28, "Sygedagpengeloven § 7 a")
    ],
}
BY_CODE = {each.code: each for rules in MILESTONES.values() for each in rules}
OF_AUTHORITIES = [code for code, each in BY_CODE.items() if each.by_authority]


def milestones_of(country, *, is_expected_long):
    """Those that hold of an absence; `is_expected_long` for as long as a law asks."""
    return [
        each
        for each in MILESTONES[Country(country)]
        if is_expected_long or not each.if_expected_days
    ]
