def left_of(sections):
    """What is still to be done before the round can be handed over."""
    asked = [question for section in sections for question in section.asked]
    return {
        "unanswered": [each for each in asked if not each.is_answered],
        "unassessed": [each for each in asked if each.is_unassessed],
        "unexplained": [
            question
            for section in sections
            if section.asks_why
            for question in section.asked
            if question.is_answered
            and question.answer.shows_risk
            and not question.standing_deviation
        ],
    }
