"""Content that was kept in an earlier layout, read as if it were of today's."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from reports.contents import LAYOUT
from reports.metrics import Scale

# Until layout 4 the summary's key figures were these, without saying so.
_KEY_METRICS = [
    (gettext_noop("Injuries reported"), Scale.COUNT),
    (gettext_noop("Near misses reported"), Scale.COUNT),
    (gettext_noop("Incidents closed"), Scale.COUNT),
    (gettext_noop("Sick leave"), Scale.PERCENT),
    (gettext_noop("Staff turnover"), Scale.PERCENT),
    (gettext_noop("Additional hours and overtime"), Scale.HOURS),
]


def of_today(content):
    """The content in today's layout; what is kept stays as it was."""
    if content.get("layout", 0) >= LAYOUT or "sections" not in content:
        return content
    content = content | {"sections": list(map(_section, content["sections"]))}
    content = {"level": "", "unit": "", "part": ""} | content
    if "parts" in content:
        content["key_metrics"] = [
            {"label": _(label), "scale": scale, "decimals": scale.decimals}
            for label, scale in _KEY_METRICS
        ]
    return content


def _section(section):
    if "headings" not in section:
        return section
    columns = [{"kind": "figure", "heading": each} for each in section["headings"]]
    if section["is_compared"]:
        columns.append({"kind": "difference", "heading": _("Difference")})
    rows = [
        row
        if row["is_heading"]
        else {"decimals": Scale(row["scale"]).decimals, "better": "neither"} | row
        for row in section["rows"]
    ]
    return section | {"columns": columns, "rows": rows, "notes": []}
