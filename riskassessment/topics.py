"""What a risk has in common with others: the question that brought it to light, whichever
version of the checklist asked it (see actionplans.sharing)."""

from riskassessment.models import Question


def names_of(topics):
    """{topic: its name} of those that are questions; the newest wording."""
    keys = [topic.removeprefix("question:") for topic in topics if "question:" in topic]
    questions = Question.objects.filter(key__in=keys).order_by("pk") if keys else []
    return {f"question:{question.key}": question.text for question in questions}
