"""A year whose reports are all written, of as many committees as one likes."""

from itertools import cycle

from django.db import transaction

from organisation.models import Committee, Level, Placement, Unit
from reports.making import RENDERERS
from reports.models import Figure, Narrative, Report, ReportingYear

_WRITTEN = 2024


@transaction.atomic
def prepare(committees):
    """The pk of a reporting year with texts in every report; the demo's own when 0."""
    written = ReportingYear.objects.get(year=_WRITTEN)
    if not committees:
        return written.pk
    _divide(committees)
    year = ReportingYear.objects.exclude(pk=written.pk).first()
    year.add_reports()
    _copy_texts(written, year)
    return year.pk


def _divide(committees):
    """Spread the workplaces over so many committees, with figures for the new ones."""
    old = list(Committee.objects.order_by("name"))
    new = [
        Committee.objects.create(name=f"Nämnd {number}", slug=f"namnd-{number}")
        for number in range(len(old), committees)
    ]
    units = Unit.objects.filter(level=Level.UNIT).order_by("code")
    for unit, committee in zip(units, cycle([None] * len(old) + new), strict=False):
        if committee:
            Unit.objects.filter(pk=unit.pk).update(committee=committee)
            Placement.objects.filter(unit=unit).update(
                committee=committee, answers_to=committee
            )
    for committee, model in zip(new, cycle(old), strict=False):
        _copy_figures(model, committee)


def _copy_figures(model, committee):
    figures = list(Figure.objects.filter(committee=model))
    for figure in figures:
        figure.pk, figure.committee = None, committee
    Figure.objects.bulk_create(figures)


def _copy_texts(written, year):
    texts = cycle(
        Narrative.objects.filter(report__reporting_year=written)
        .exclude(text="")
        .order_by("pk")
        .values_list("text", flat=True)
    )
    narratives = list(Narrative.objects.filter(report__reporting_year=year))
    for narrative, text in zip(narratives, texts, strict=False):
        narrative.text = text
    Narrative.objects.bulk_update(narratives, ["text"], batch_size=500)


def number_of_documents(year):
    reports = Report.objects.printed().filter(reporting_year=year)
    return reports.count() * len(RENDERERS)
