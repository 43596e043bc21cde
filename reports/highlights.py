"""What stands out in the numbers of a chapter, as sentences made by rules.

Nothing is put into a text unless its writer takes it. What is unknown, not shown or nought
gives no sentence.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha1
from itertools import dropwhile, islice, takewhile

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from actionplans.models import Escalation, Measure
from reports.contents import chapter_of, tables, tables_beside
from reports.lines import lines_of, most_changed, pairs, targets_of, with_targets
from reports.metrics import SUPPRESSED
from reports.models import Answer, Narrative, Report, ReportLevel, Section
from riskassessment.models import Risk
from ui.text import shortened

# So many changes of a chapter, the largest first.
_CHANGES = 2
# In a chapter with one of these, or with words alone, stands also what the program has of
# measures, risks and lifted matters.
_LISTS = {"lifted", "lifted_before", "measure_list", "risk_list"}
_WORDS = {"heading", "narrative"}


@dataclass(frozen=True)
class Highlight:
    text: str

    @property
    def key(self):
        """The same for the same words, so that a page without scripts can ask for it."""
        return sha1(self.text.encode(), usedforsecurity=False).hexdigest()[:12]


class Drafting:
    """What the writer of a section's text may take into it."""

    def __init__(self, report, contents, sections, section, row=None):
        self.report, self.contents = report, contents
        self.sections, self.section, self.row = sections, section, row

    @property
    def is_for_text(self):
        """Whether it is the text of a section, or of an indicator among its rows."""
        return self.row or self.section.kind == Section.Kind.NARRATIVE

    @cached_property
    def highlights(self):
        if not self.is_for_text:
            return []
        with override(settings.LANGUAGE_CODE):
            sentences = (
                _of_tables(self.report, self.contents, [self._indicator])
                if self.row
                else _of_chapter(
                    self.report, self.contents, self.sections, self.section.code
                )
            )
            return [Highlight(text) for text in dict.fromkeys(filter(None, sentences))]

    @cached_property
    def before(self):
        """What the same section said in what was handed in the year before, else None."""
        if not self.is_for_text:
            return None
        text = _text_of_year_before(self.report, self.section, self.row)
        return Highlight(text) if text else None

    @property
    def _indicator(self):
        """Its table, with the rows below it alone."""
        code = self.section.code
        table = next(each for each in self.sections if each["code"] == code)
        rows = dropwhile(lambda row: row.get("row") != self.row.pk, table["rows"])
        own = takewhile(lambda row: not row["is_heading"], islice(rows, 1, None))
        return table | {"rows": list(own)}

    def with_taken(self, data):
        """What was sent, with what its button is for put into the text."""
        offered = [*self.highlights, *filter(None, [self.before])]
        taken = [each.text for each in offered if each.key == data["take"]]
        data = data.copy()
        data["text"] = _appended(data.get("text", ""), *taken)
        return data


def _text_of_year_before(report, section, row):
    year = report.reporting_year
    texts = Narrative.objects.filter(
        report__reporting_year__year=year.year - 1,
        report__reporting_year__part=year.part,
        report__reporting_year__template__code=year.template.code,
        report__level=report.level,
        report__committee=report.committee_id,
        report__unit=report.unit_id,
        section__code=section.code,
        **({"row__label": row.label} if row else {"row": None}),
    )
    handed_in = texts.exclude(report__status__in=Report.WRITTEN_IN)
    newest = handed_in.exclude(text="").order_by("-report__reporting_year")
    return newest.values_list("text", flat=True).first()


def _appended(text, *taken):
    """A text with what was taken into it, each a paragraph of its own."""
    return "\n\n".join(filter(None, [text.rstrip(), *taken])) if taken else text


def _of_chapter(report, contents, sections, code):
    yield from _of_tables(report, contents, tables_beside(sections, code))
    yield from deviations(chapter_of(sections, code))
    kinds = {each["kind"] for each in chapter_of(sections, code, depth=1)}
    if kinds & _LISTS or kinds <= _WORDS:
        yield from late_measures(report)
        yield from serious_risks(report)
        yield from lifted(contents.lifted.asked(report)["matters"])


def _of_tables(report, contents, sections):
    lines = lines_of(sections, contents.metrics, contents.periods)
    yield from map(changed, most_changed(lines, _CHANGES))
    yield from against_municipality(report, contents, lines)
    yield from map(gap, pairs(lines))
    yield from map(target, with_targets(lines, targets_of(report)))


# From the tables


def changed(line):
    """How a figure has changed, or nothing where it has not."""
    if not line.change:
        return ""
    said = {
        "what": line.name,
        "before": line.shown(line.before),
        "now": line.shown(line.now),
        "change": line.shown_change(),
    }
    if line.change > 0:
        return _("%(what)s has risen by %(change)s, from %(before)s to %(now)s.") % said
    return _("%(what)s has fallen by %(change)s, from %(before)s to %(now)s.") % said


def gap(pair):
    """Who has more, of women and men."""
    women, men = pair
    if women.now == men.now:
        return ""
    said = {
        "what": ", ".join(filter(None, [women.label, women.age])),
        "women": women.shown(women.now),
        "men": men.shown(men.now),
    }
    if women.now > men.now:
        return (
            _("%(what)s is higher among women (%(women)s) than among men (%(men)s).")
            % said
        )
    return (
        _("%(what)s is higher among men (%(men)s) than among women (%(women)s).") % said
    )


def target(line):
    if line.meets_target is None:
        return ""
    said = {
        "what": line.name,
        "target": line.shown(line.target),
        "now": line.shown(line.now),
    }
    if line.meets_target:
        return _("%(what)s meets the target of %(target)s: it is %(now)s.") % said
    return _("%(what)s does not meet the target of %(target)s: it is %(now)s.") % said


def against_municipality(report, contents, lines):
    """Over or under the whole municipality, of shares: numbers are not to be compared."""
    if report.level == ReportLevel.MUNICIPALITY or not report.committee_id:
        return
    period = contents.reporting_year.period
    for line in lines:
        metric = contents.metrics[line.metric]
        if line.period != contents.periods[0]:
            continue
        if line.now and line.is_whole and metric.per:
            # As the municipality's own report shows it, or does not.
            mean = tables.figure_of(contents, metric, period, None)
            yield _against(line, None if mean == SUPPRESSED else mean)


def _against(line, mean):
    if not mean or mean == line.now:
        return ""
    said = {
        "what": line.name,
        "now": line.shown(line.now),
        "mean": line.shown(mean),
    }
    if line.now > mean:
        return (
            _("%(what)s is %(now)s, over the %(mean)s of the whole municipality.")
            % said
        )
    return (
        _("%(what)s is %(now)s, under the %(mean)s of the whole municipality.") % said
    )


# From answers and records


def deviations(sections):
    """Who answers otherwise than most, question by question."""
    for section in sections:
        for question in section.get("questions", []):
            if question.get("deviators") and question.get("majority"):
                yield _deviation(question)


def _deviation(question):
    names = ", ".join(
        f"{each.get('committee') or each.get('unit')}"
        f" ({Answer.Value(each['answer']).label.lower()})"
        for each in question["deviators"]
        if each["answer"]
    )
    if not names:
        return ""
    return _("“%(question)s” Otherwise than most answer: %(names)s.") % {
        "question": question["text"],
        "names": names,
    }


def late_measures(report):
    days = _within(Measure.objects.overdue(), report).order_by("due_on")
    days = list(days.values_list("due_on", flat=True))
    if days:
        yield ngettext(
            "%(number)s measure is late. It was to be done by %(day)s.",
            "%(number)s measures are late. The oldest was to be done by %(day)s.",
            len(days),
        ) % {"number": len(days), "day": date_format(days[0])}


def serious_risks(report):
    risks = _within(Risk.objects.standing().open(), report).filter(is_serious=True)
    if number := risks.count():
        yield ngettext(
            "%(number)s serious risk is open.",
            "%(number)s serious risks are open.",
            number,
        ) % {"number": number}


def lifted(matters):
    """How many there are and what most are about; which have no answer yet."""
    if not matters:
        return
    yield ngettext(
        "%(number)s matter has been lifted to the committee.",
        "%(number)s matters have been lifted to the committee.",
        len(matters),
    ) % {"number": len(matters)}
    theme, number = Counter(each["theme"] for each in matters).most_common(1)[0]
    if number > len(matters) / 2 and number > 1:
        yield _("Most of what has been lifted is about %(theme)s.") % {
            "theme": Escalation.Theme(theme).label.lower()
        }
    for matter in matters:
        if matter["status"] != Escalation.Status.ANSWERED:
            yield _("“%(matter)s” has no answer yet.") % {
                "matter": shortened(matter["matter"], 120)
            }


def _within(rows, report):
    """Those of the units that the report is about."""
    if report.unit_id:
        rows = rows.filter(unit__lineage__contains=[report.unit_id])
    if report.committee_id:
        rows = rows.filter(unit__committee=report.committee_id)
    return rows


# Where a section stands
