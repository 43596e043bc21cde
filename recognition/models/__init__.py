from recognition.models.awards import Award, AwardTransition, JuryMember
from recognition.models.nominations import Nomination, Score

__all__ = ["Award", "AwardTransition", "JuryMember", "Nomination", "Score"]
