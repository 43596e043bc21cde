from itertools import count

from benchmarks.asking import ask_in_turn


class Answering:
    """Answers with how many were asked before, times a factor."""

    asked = count()

    def ask(self, question, factor):
        return next(self.asked) * factor


def test_questions_are_asked_in_turn():
    django = Answering()

    answers = ask_in_turn(3, [(django, "page", 1), (django, "page", 10)])

    assert answers == [(0, 2, 4), (10, 30, 50)]
