"""What each country's law asks of a workplace's own control, and which records show it.

Norway: internkontrollforskriften section 5, eight duties. Sweden: what AFS 2023:1 and its
neighbours want in writing. Denmark: the four elements of the APV (BEK 1838 of 2023).
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organisation.models import Country


class Duty(NamedTuple):
    # How the law numbers it, where it does.
    number: str
    words: str | Promise
    # Keys of `control.records()`; those of rooms that are not there are passed over.
    records: list
    in_writing: bool = True
    # Of whom it is asked, where that is not everyone.
    asked_of: str | Promise = ""


class Law(NamedTuple):
    title: str | Promise
    about: str | Promise
    duties: list


LAWS = {
    Country.NO: Law(
        _("Internal control, section 5"),
        _(
            "The eight duties of the regulation on internal control, and where the "
            "program shows that they are met."
        ),
        [
            Duty(
                "1",
                _("Laws and regulations are at hand, with an overview of what matters"),
                ["laws"],
                in_writing=False,
            ),
            Duty(
                "2",
                _("Employees have the knowledge they need and are told of changes"),
                ["introductions", "certificates", "acknowledgements"],
                in_writing=False,
            ),
            Duty(
                "3",
                _("Employees take part, so that what all know is used"),
                ["gone_through", "meetings", "surveys", "incidents"],
                in_writing=False,
            ),
            Duty(
                "4", _("Goals are set for the work environment"), ["goals", "policies"]
            ),
            Duty(
                "5",
                _("Responsibility, tasks and authority are laid out in an overview"),
                ["appointments", "allocations", "roles"],
            ),
            Duty(
                "6",
                _("Dangers are mapped, risks assessed, plans and measures made"),
                ["rounds", "risks", "changes", "plans", "measures"],
            ),
            Duty(
                "7",
                _("Routines uncover, correct and prevent breaches"),
                ["routines", "incidents"],
            ),
            Duty(
                "8",
                _("The work is watched and reviewed, so that it works as intended"),
                ["reviews"],
            ),
        ],
    ),
    Country.SE: Law(
        _("What must be in writing"),
        _(
            "What the provisions on systematic work-environment management want in "
            "writing, and where it stands. The authority looks at whether it is used."
        ),
        [
            Duty(
                "",
                _(
                    "Risk assessments, saying which risks there are and which are serious"
                ),
                ["rounds", "risks", "changes"],
            ),
            Duty(
                "",
                _("Action plans, saying what is done, when and by whom"),
                ["plans", "measures"],
            ),
            Duty("", _("Instructions where a risk is serious"), ["instructions"]),
            Duty(
                "",
                _("Work environment policy"),
                ["policies", "gone_through"],
                asked_of=_("From 10 employees"),
            ),
            Duty("", _("Routines"), ["routines"], asked_of=_("From 10 employees")),
            Duty(
                "",
                _("Allocation of work-environment tasks"),
                ["allocations", "appointments"],
                asked_of=_("From 10 employees"),
            ),
            Duty(
                "",
                _("Goals for the organisational and social work environment"),
                ["goals"],
                asked_of=_("From 10 employees"),
            ),
            Duty(
                "",
                _("Yearly follow-up of the systematic work"),
                ["reviews"],
                asked_of=_("From 10 employees"),
            ),
            Duty(
                "",
                _("Active measures against discrimination, all steps"),
                ["active_measures"],
                asked_of=_("From 25 employees"),
            ),
            Duty(
                "",
                _("Confirmation of a safety representative's request (6:6 a)"),
                ["requests"],
            ),
        ],
    ),
    Country.DK: Law(
        _("The elements of the workplace assessment"),
        _(
            "The four elements of the written workplace assessment (APV), and where "
            "the program has them. It is done anew at least every third year."
        ),
        [
            Duty(
                "1",
                _("Problems are uncovered and their risks assessed"),
                ["rounds", "risks", "surveys"],
            ),
            Duty(
                "2",
                _("It is considered whether the work environment adds to sick leave"),
                ["sick_leave"],
            ),
            Duty(
                "3",
                _("Action plan for what cannot be solved at once"),
                ["plans", "measures"],
            ),
            Duty("4", _("Follow-up of the action plan"), ["effects", "reviews"]),
        ],
    ),
}
