from collections.abc import Callable

from sam.start.columns import Rest, Todo

KINDS: list[Callable] = []
TODO: dict[tuple[str, str], Todo] = {}
WAITED_FOR: set[tuple[str, str]] = set()
RESTS: dict[str, Rest] = {}
