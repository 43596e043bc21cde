"""What goes with the report to the committee."""


def cover_report(year, report, section):
    cover = year.covers.get(report.pk)
    return {
        "summary": cover.summary if cover else "",
        "proposal": cover.proposal if cover else "",
        "route": cover.route if cover else [],
        "registry_number": report.registry_number,
    }
