"""What rooms below use of surveys without knowing them; read once, when the program starts."""

from actionplans import yardsticks
from surveys.yardsticks import SurveyIndices

yardsticks.offer(SurveyIndices())
