from itertools import count

from benchmarks.asking import medians


class Answering:
    """Answers with how many were asked before, the `slow` one ten times that."""

    asked = count()

    def ask(self, question, factor):
        return next(self.asked) * factor


def test_medians_are_of_questions_asked_in_turn():
    django = Answering()

    # Asked for the first are 0, 2 and 4, for the second 1, 3 and 5.
    assert medians(3, [(django, "page", 1), (django, "page", 10)]) == [2, 30]
