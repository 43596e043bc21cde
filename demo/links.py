"""A poster at every workplace, whose code opens the report form without logging in."""

from datetime import time

from demo.dating import dated_as_told
from demo.people import APPOINTED, DEMO_WORKPLACE
from incidents import codewords
from incidents.models import Incident, ReportingLink
from sam.dates import moment

# So that the demo can say the address; elsewhere nobody can guess it.
DEMO_TOKEN = "demo-granangsskolan"  # noqa: S105
# Which of the words open the demo's report without a name.
_PLACES = (17, 170, 340, 510)


def post(tree, people):
    """Returns {id of unit: link}."""
    links = {}
    for found in tree.workplaces:
        link = ReportingLink(
            unit=found.unit,
            created_by=people.managers[found.unit.pk],
            created_at=moment(APPOINTED, time(8)),
        )
        if found.unit.name == DEMO_WORKPLACE:
            link.token = DEMO_TOKEN
        links[found.unit.pk] = link
    with dated_as_told(ReportingLink):
        ReportingLink.objects.bulk_create(links.values(), 1000)
    return links


def give_words():
    """Let one report without a name be followed by words that the demo can say."""
    incident = nameless_report()
    words = codewords.hashed(incident.number, demo_words())
    Incident.objects.filter(pk=incident.pk).update(code_hash=words)


def nameless_report():
    """The one at the demo's workplace where the reporter was asked something."""
    return Incident.objects.filter(
        unit__reporting_links__token=DEMO_TOKEN,
        is_anonymous=True,
        dialogue__is_from_reporter=False,
    ).last()


def demo_words():
    return [codewords.words()[place] for place in _PLACES]
