"""The program without the limits of how often a visitor sends the poster's form: sqlmap
does so hundreds of times. Tests hold the limits themselves."""

from sam.wsgi import application  # isort: skip -- sets Django up for what follows

from incidents import limits

__all__ = ["application"]

for _action in ("report_try", "report", "link"):
    limits._RATES[_action] = "1000000/h/key"
