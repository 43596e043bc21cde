"""Policies and routines: a small tree with versions, and who has gone through them."""

import random
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.conf import settings

from governing.models import (
    Acknowledgement,
    ControlReview,
    GoneThrough,
    GoneThroughTransition,
    GoverningDocument,
    LocalAddition,
)
from governing.starters import law_of, starters
from organisation.models import Country

# (code of the text to begin from, decided by, case number, month by which it is gone
# through, read by each)
_SHIPPED = [
    ("policy", "Kommunfullmäktige", "KS-2024/118", 12, False),
    ("victimisation", "Centrala samverkansgruppen", "CSG 14/24", 10, False),
    ("violence", "Centrala samverkansgruppen", "CSG 15/24", 11, False),
    ("incidents", "Kommundirektören", "", 12, True),
]
_LAWS = """Översikt över de lagar och föreskrifter som oftast behövs.

- Arbetsmiljölagen
- AFS 2023:1 om systematiskt arbetsmiljöarbete
- AFS 2023:2 om planering och organisering av arbetsmiljöarbetet
- Diskrimineringslagen, 3 kap.
"""
_EASY = """Ingen ska bli sjuk eller skadad av sitt jobb.

- Säg till om något är farligt.
- Din chef ska lyssna och svara.
- Vi hjälps åt.
"""
_REASONS = [
    "Rutinen är känd och larmet prövat i vår.",
    "Vi tog upp det i maj och åtgärderna därifrån gäller.",
    "Gruppen är ny och går igenom det igen i höst.",
]
_HERE = """I skolan och förskolan gäller också detta.

- Rektor tar emot, och biträdande rektor när rektor är borta.
- Elevhälsan kan kallas som stöd.
"""
_OFTEN = 0.7


def work(municipality, staff, *, until):
    chance = random.Random("governing")
    documents = {
        each[0]: _decided(municipality, staff, *each, until=until) for each in _SHIPPED
    }
    _write_more(municipality, staff, documents, until=until)
    for code in ("policy", "victimisation", "violence"):
        _go_through(municipality, staff, documents[code], chance, until=until)
    _read(documents["incidents"], staff, chance, until=until)
    _review(municipality, staff, until=until)


def _decided(municipality, staff, code, decided_by, case, month, each, *, until):
    start = starters(settings.LANGUAGE_CODE)[code]
    document = GoverningDocument.objects.begin(
        by=staff.hr,
        language=settings.LANGUAGE_CODE,
        title=start.title,
        body=start.body.strip(),
        kind=start.kind,
        themes=list(start.themes),
        law=law_of(code, Country.SE),
        unit=municipality.root,
        owner=staff.hr,
        is_gone_through=start.is_gone_through,
        gone_through_by=month,
        is_read_by_each=each,
    )
    begun = date(until.year - 1, 2, 1)
    _decide(document, staff, begun, decided_by=decided_by, case_number=case)
    return document


def _decide(document, staff, day, *, years=2, **said):
    document.draft.decide(
        by=staff.hr,
        decided_on=day - timedelta(days=14),
        valid_from=day,
        review_on=day + relativedelta(years=years),
        **said,
    )


def _write_more(municipality, staff, documents, *, until):
    """A newer version with an easy text, a local addition, a list of laws and a draft."""
    policy, hr = documents["policy"], staff.hr
    draft = policy.write_anew(by=hr)
    draft.write(
        by=hr, language="sv", is_easy_read=True, title="Arbetsmiljöpolicy", body=_EASY
    )
    english = starters("en")["policy"]
    draft.write(by=hr, language="en", title=english.title, body=english.body.strip())
    _decide(
        policy,
        staff,
        until - timedelta(days=120),
        decided_by="Kommunfullmäktige",
        case_number=f"KS-{until.year}/41",
        what_is_new="Lättläst och engelsk text.",
    )
    for code in ("victimisation", "violence"):
        GoverningDocument.objects.filter(pk=documents[code].pk).update(parent=policy)
    LocalAddition.objects.create(
        document=documents["victimisation"],
        unit=municipality.administrations["BUF"],
        body=_HERE,
        discussed_in="Förvaltningens samverkansgrupp",
        discussed_on=date(until.year - 1, 3, 3),
        case_number="4",
        written_by=hr,
    )
    said = {"language": "sv", "unit": municipality.root, "owner": hr}
    laws = GoverningDocument.objects.begin(
        by=hr, kind="laws", title="Lagar om arbetsmiljön", body=_LAWS, **said
    )
    _decide(laws, staff, until - timedelta(days=200), years=1, decided_by="HR-chefen")
    GoverningDocument.objects.begin(
        by=hr,
        kind="guideline",
        title="Riktlinje för ensamarbete",
        body="Ensamarbete ska vara känt, bedömt och möjligt att larma från.",
        themes=["lone_work"],
        parent=policy,
        **said,
    )


def _go_through(municipality, staff, document, chance, *, until):
    """Most workplaces last year, and those that have come to it this year."""
    versions = {each.number: each for each in document.versions.decided()}
    found = []
    for year in (until.year - 1, until.year):
        for place in municipality.workplaces:
            day = date(year, chance.randint(3, 11), chance.randint(1, 28))
            if chance.random() < _OFTEN and day < until:
                newest = max(
                    number
                    for number, each in versions.items()
                    if number == 1 or each.valid_from <= day
                )
                found.append(
                    GoneThrough(
                        document_version=versions[newest],
                        unit=place.unit,
                        held_on=day,
                        present_count=chance.randint(4, 24),
                        no_measure_reason=chance.choice(_REASONS),
                        registered_by=staff.managers[place.unit.pk],
                    )
                )
    GoneThrough.objects.bulk_create(found, batch_size=1000)
    GoneThroughTransition.objects.bulk_create(
        (
            GoneThroughTransition(
                gone_through=each,
                from_status=each.status,
                to_status=each.status,
                by=each.registered_by,
            )
            for each in found
        ),
        batch_size=1000,
    )


def _read(document, staff, chance, *, until):
    version = document.current
    # Somebody may work in more than one place.
    everyone = dict.fromkeys(
        each for people in staff.employees.values() for each in people
    )
    Acknowledgement.objects.bulk_create(
        (
            Acknowledgement(
                document_version=version,
                person=person,
                confirmed_on=version.valid_from + timedelta(days=chance.randint(0, 60)),
            )
            for person in everyone
            if chance.random() < _OFTEN
        ),
        batch_size=1000,
    )


def _review(municipality, staff, *, until):
    for administration in municipality.administrations.values():
        ControlReview.objects.create(
            unit=administration,
            held_on=date(until.year, 1, 20) if until.month > 1 else until,
            taken_part="Förvaltningsledningen och skyddskommittén",
            found="Ronderna görs, men åtgärderna följs inte alltid upp i tid.",
            registered_by=staff.managers[administration.pk],
        )
