from reports.forms.acts import ACTS
from reports.forms.writing import EDITORS

__all__ = ["ACTS", "EDITORS"]
