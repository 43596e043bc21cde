"""Content that was kept in an earlier layout, read as if it were of today's."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from reports.metrics import Scale

# Counts up when the layout of the content changes.
LAYOUT = 4

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
    with override(settings.LANGUAGE_CODE):
        sections = [_section(each, content) for each in content["sections"]]
        content = {"level": "", "unit": "", "part": ""} | content
        if "parts" in content:
            content["key_metrics"] = [
                {"label": _(label), "scale": scale, "decimals": scale.decimals}
                for label, scale in _KEY_METRICS
            ]
    if "reports" in content:
        content["reports"] = list(map(of_today, content["reports"]))
    return content | {"sections": sections}


def _section(section, content):
    if "headings" not in section:
        return section
    # One column of the report's period, and where it is compared one of that before.
    periods = content["period"], content["comparison_period"]
    columns = [
        {"kind": "figure", "heading": heading, "period": period}
        for heading, period in zip(section["headings"], periods, strict=False)
    ]
    if section["is_compared"]:
        columns.append({"kind": "difference", "heading": _("Difference")})
    rows = [
        row
        if row["is_heading"]
        else {
            "sex": "",
            "age": "",
            "decimals": Scale(row["scale"]).decimals,
            "better": "neither",
        }
        | row
        for row in section["rows"]
    ]
    return section | {"columns": columns, "rows": rows, "notes": []}
