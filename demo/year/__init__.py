"""The year's work: what the demo municipality does besides what happens."""

from demo.year import (
    allocation,
    annualcycle,
    governing,
    healthservice,
    introductions,
    knowledge,
    meetings,
    privacy,
    recognition,
    reorganisation,
    retention,
    surveys,
    talks,
)

# In the order in which they need each other.
_STEPS = [
    knowledge,
    allocation,
    meetings,
    governing,
    recognition,
    surveys,
    talks,
    introductions,
    healthservice,
    annualcycle,
    reorganisation,
    # Reads in all of it.
    privacy,
    # Last: what is due is known when all has happened.
    retention,
]


def work(municipality, staff, *, until):
    for step in _STEPS:
        step.work(municipality, staff, until=until)
