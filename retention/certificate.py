"""The certificate of a destruction: what was destroyed by which decision, as a document."""

from organisation.models import Municipality
from retention.models import Entry, Rule, Run
from ui.kept import KeptDocument
from ui.pdf import document

KEPT = KeptDocument("retention.certificate", waits=60)


def make(pk, language):
    run = Run.objects.select_related("proposed_by", "confirmed_by").get(pk=pk)
    KEPT.keep(pk, language, pdf_of(run, language))


def pdf_of(run, language):
    return document(
        "retention/documents/certificate.html",
        context_of(run),
        identifier=f"destruction-{run.pk}-{run.status}-{language}",
        language=language,
    )


def context_of(run):
    entries = list(Entry.objects.filter(run=run.pk).order_by("number"))
    restored = {each.item for each in entries if each.event == Entry.Event.RESTORED}
    gone = [
        each
        for each in entries
        if each.event in (Entry.Event.DESTROYED, Entry.Event.TEXTS_DESTROYED)
        and each.item not in restored
    ]
    return {
        "municipality": Municipality.objects.current(),
        "run": run,
        "lines": list(_lines(gone)),
        "records": sum(each.records for each in gone),
        "restored": len(restored),
        "first": gone[0] if gone else None,
        "last": entries[-1] if entries else None,
    }


def _lines(gone):
    """One for each rule, with the sums and the period of what it has let go."""
    by_rule: dict = {}
    for entry in gone:
        by_rule.setdefault((entry.kind, entry.rule_version, entry.event), []).append(
            entry
        )
    for (_kind, rule_version, _event), entries in sorted(by_rule.items()):
        first = entries[0]
        yield {
            "label": first.kind_label,
            "what": first.get_event_display(),
            "rule": _rule_of(rule_version),
            "basis": first.basis,
            "records": sum(each.records for each in entries),
            "rows": sum(each.rows for each in entries),
            "files": sum(each.files for each in entries),
            "units": len({each.unit for each in entries if each.unit}),
            "first_on": min(each.first_on for each in entries),
            "last_on": max(each.last_on for each in entries),
        }


def _rule_of(rule_version):
    kind, variant, number = rule_version.split("/")
    return Rule.objects.filter(kind=kind, variant=variant, number=number).first()
