"""What the municipality's answer is proposed to be, from what the committees answered."""

from reports.models import Answer, Question

_YES, _NO = Answer.Value.YES, Answer.Value.NO


def propose(rule, values):
    """The proposed answer; empty while a committee has not answered.

    Those to whom a question does not apply have no say, unless it applies to nobody.
    """
    if not values or "" in values:
        return ""
    said = {value for value in values if value != Answer.Value.NOT_APPLICABLE}
    if not said:
        return Answer.Value.NOT_APPLICABLE
    if len(said) == 1:
        return said.pop()
    decisive = _YES if rule == Question.Rule.ANY else _NO
    return decisive if decisive in said else Answer.Value.PARTLY
