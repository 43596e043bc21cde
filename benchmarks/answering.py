"""The other end of `asking`: runs within Django."""

import json
import sys

from benchmarks import documents, figures, pages

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
}


def answer():
    for line in sys.stdin:
        question, *arguments = json.loads(line)
        print(json.dumps(QUESTIONS[question](*arguments)), flush=True)
