"""That a form has been sent and carried out."""

from sam.keeping import DELETED_BY_ITSELF

STAYS = {"ui.SentForm": DELETED_BY_ITSELF}
