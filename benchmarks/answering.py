"""The other end of `asking`: runs within Django."""

import json
import sys

from benchmarks import (
    asks,
    documents,
    figures,
    gaps,
    managers,
    million,
    nights,
    pages,
    personnel,
    rounds,
    wheels,
    yearly,
)

QUESTIONS = {
    "pages": lambda: [[page, who] for page in pages.PAGES for who in pages.PAGES[page]],
    "page": pages.fetch,
    "numbers": pages.numbers,
    "figures": figures.figures,
    "seconds": figures.seconds,
    "wait for a worker": documents.wait_for_worker,
    "produce": documents.produce_all,
    "jobs": documents.jobs,
    "share": documents.share,
    "prepare": asks.prepare,
    "lists": lambda: {name: ask.persons for name, ask in asks.LISTS.items()},
    "others": lambda: {name: ask.persons for name, ask in asks.OTHERS.items()},
    "ask": asks.seconds,
    "follow": asks.follow,
    "years": million.years,
    "statistics": million.statistics,
    "export": million.export,
    "plan": million.plan,
    "prepare rounds": rounds.prepare,
    "round": rounds.seconds,
    "prepare import": personnel.prepare,
    "import": personnel.carry_out,
    "prepare wheels": wheels.prepare,
    "wheels": wheels.seconds,
    "prepare gaps": gaps.prepare,
    "prepare nights": nights.prepare,
    "night": nights.night,
    "prepare managers": managers.prepare,
    "manager": managers.seconds,
    "prepare year": yearly.prepare,
    "number of documents": yearly.number_of_documents,
    "pdf jobs": documents.pdf_jobs,
}


def answer():
    for line in sys.stdin:
        question, *arguments = json.loads(line)
        print(json.dumps(QUESTIONS[question](*arguments)), flush=True)
