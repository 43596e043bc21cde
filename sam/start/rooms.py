"""What the rooms of the year's work add to a person's tasks, each in a module of its own."""

from sam.start import (
    of_allocation,
    of_annualcycle,
    of_directory,
    of_governing,
    of_introductions,
    of_knowledge,
    of_meetings,
    of_privacy,
    of_recognition,
    of_retention,
    of_surveys,
    of_talks,
)

_ROOMS = [
    of_directory,
    of_annualcycle,
    of_allocation,
    of_knowledge,
    of_meetings,
    of_surveys,
    of_talks,
    of_governing,
    of_introductions,
    of_recognition,
    of_privacy,
    of_retention,
]

KINDS = [kind for room in _ROOMS for kind in room.KINDS]
TODO = {key: todo for room in _ROOMS for key, todo in room.TODO.items()}
WAITED_FOR = {key for room in _ROOMS for key in room.WAITED_FOR}
RESTS = {kind: rest for room in _ROOMS for kind, rest in room.RESTS.items()}
