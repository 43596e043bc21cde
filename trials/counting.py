"""What is there, as PostgreSQL, the files' folder and the mailbox have it."""

import re
from collections import Counter

from django.db import connection
from django.db.models import Count

from actionplans.models import Measure
from incidents.models import Export, HistoryImport, Incident
from mailing.models import Message
from reports.models import Document, Figure, Job, Production
from riskassessment.models import Answer
from trials.ledger import Comparison

_ID = re.compile(r"^Message-ID:\s*<([0-9a-f-]{36})\.", re.MULTILINE | re.IGNORECASE)


def _by_words(rows, field):
    counted = rows.order_by().values_list(field).annotate(number=Count("pk"))
    return dict(counted)


def _incidents(words):
    return _by_words(Incident.objects.filter(description__in=words), "description")


def _photos(words):
    """Rows whose file is there, whole."""
    there = Counter()
    for incident in Incident.objects.filter(description__in=words):
        there[incident.description] += sum(map(_is_whole, incident.photos.all()))
    return there


def _answers(words):
    """Also what another answer has replaced since."""
    now = _by_words(Answer.objects.filter(comment__in=words), "comment")
    before = Answer.pgh_event_model.objects.filter(comment__in=words)
    return dict.fromkeys(before.values_list("comment", flat=True), 1) | now


def _measures(words):
    return _by_words(Measure.objects.filter(activity__in=words), "activity")


def _carried_out(words):
    transitions = Measure.transitions.rel.related_model.objects
    return _by_words(transitions.filter(note__in=words), "note")


def _figures(years):
    rows = Figure.objects.filter(month__year__in=years)
    return {
        str(year): number
        for year, number in rows.order_by()
        .values_list("month__year")
        .annotate(number=Count("pk"))
    }


def _orders(model, when, by):
    """Orders have no words: they are known by who ordered since when."""

    def there(words):
        found = {}
        for each in words:
            _name, user, since = each.rsplit("|", 2)
            asked = {f"{by}_id": user, f"{when}__gte": since}
            found[each] = model.objects.filter(**asked).count()
        return found

    return there


THERE = {
    "incidents": _incidents,
    "photos": _photos,
    "answers": _answers,
    "measures": _measures,
    "measures carried out": _carried_out,
    "rows of figures": _figures,
    "rows of history": _incidents,
    "orders of reports": _orders(Production, "started_at", "started_by"),
    "exports": _orders(Export, "created_at", "user"),
}


def compare(ledger):
    """{kind: Comparison} of all that the ledger tells of."""
    return {
        kind: ledger.compare(kind, THERE[kind](ledger.words(kind)))
        for kind in ledger.kinds()
    }


def documents(since):
    """Of each job that says it is done, its document: a row, and the file, whole."""
    found = Comparison()
    for job in Job.objects.filter(production__started_at__gte=since, status="done"):
        if job.is_replaced or not job.snapshot_id:
            continue
        rows = Document.objects.filter(snapshot=job.snapshot_id, kind=job.kind)
        whole = sum(map(_is_whole, rows))
        found.acknowledged += 1
        found.there += whole
        if not whole:
            found.lost.append(f"document {job}")
        if whole > 1:
            found.double.append(f"document {job}")
    for export in Export.objects.filter(created_at__gte=since, status="done"):
        if export.total and not export.file:
            found.lost.append(f"file of export {export.pk}")
    return found


def _is_whole(row):
    storage, name = row.file.storage, row.file.name
    return storage.exists(name) and storage.size(name) == row.size


def mails(since, folder):
    """(Comparison, how many went more than once): what is noted as sent is in the box."""
    box = Counter(
        pk for path in folder.iterdir() for pk in _ID.findall(path.read_text())
    )
    found, again = Comparison(), 0
    sent = Message.objects.filter(status=Message.Status.SENT, sent_at__gte=since)
    for pk in map(str, sent.values_list("pk", flat=True)):
        found.acknowledged += 1
        found.there += bool(box[pk])
        again += box[pk] > 1
        if not box[pk]:
            found.lost.append(f"mail {pk}")
    return found, again


def under_way(since):
    """What is not at its end yet, in words."""
    jobs = Job.objects.unfinished().filter(production__started_at__gte=since)
    exports = Export.objects.filter(
        created_at__gte=since,
        status__in=[Export.Status.WAITING, Export.Status.RUNNING],
    )
    imports = HistoryImport.objects.filter(
        created_at__gte=since, status__in=HistoryImport.WORKING
    )
    waiting = Message.objects.due().filter(created_at__gte=since)
    return [
        *(f"document {job}" for job in jobs),
        *(f"export {export.status}" for export in exports),
        *(f"import {each.status}: {each.error}" for each in imports),
        *(f"mail, tried {each.attempts} times" for each in waiting),
    ]


def failed(since):
    """What says that it could not be made, and may be ordered anew."""
    jobs = Job.objects.filter(
        production__started_at__gte=since, status=Job.Status.FAILED
    )
    exports = Export.objects.filter(created_at__gte=since, status=Export.Status.FAILED)
    return [*(job.error for job in jobs), *("export failed" for _each in exports)]


def reconnect():
    """After a fault the connection of this process may be a dead one."""
    connection.close()
