"""Makes a package for the e-archive: XML by a schema, PDF/A, files, and checksums.

In shape as the archives' common specifications ask: a folder with a description of the
whole, one folder for each record, the schema along with it, and a list of checksums.
"""

import logging
from datetime import timedelta
from hashlib import file_digest, sha256
from pathlib import Path, PurePosixPath
from tempfile import NamedTemporaryFile
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from lxml import etree

from attachments.models import Attachment
from organisation.models import Municipality
from retention.models import Package, Packaged, Rule
from retention.telling import ToldRecord, printable
from sam.at_work import alone, key_of
from ui import pdf

logger = logging.getLogger(__name__)

SCHEMA = Path(__file__).with_name("archive.xsd")
NAMESPACE = "urn:sam:archive:1"
_STYLE = Path(pdf.__file__).with_name("document.css")
# So long the file is kept at most: it has all that its records say, of which the rules
# destroy the program's own.
KEPT = timedelta(days=90)


def records_of(package):
    """Closed within the period, in the unit or below it."""
    kind = package.of_kind
    rows = kind.records().filter(
        kept_closed__gte=package.first_on, kept_closed__lte=package.last_on
    )
    if package.unit_id and kind.unit:
        rows = rows.filter(**{f"{kind.unit}__lineage__contains": [package.unit_id]})
    return rows.order_by("kept_closed", "pk")


def make_or_fail(package):
    """What cannot be made says so on its page; the cause is in the log. The second of two
    workers leaves it to the first."""
    with alone(key_of(package)) as is_alone:
        if not is_alone:
            return
        try:
            make(package)
        except Exception:
            logger.exception("Package %s could not be made", package.pk)
            undone = Package.objects.under_way().filter(pk=package.pk)
            if undone.update(status=Package.Status.FAILED):
                default_storage.delete(_path_of(package))


def make(package):
    """Done twice it makes one file."""
    undone = Package.objects.filter(pk=package.pk).exclude(status=Package.Status.DONE)
    keys = list(records_of(package).values_list("pk", flat=True))
    if not undone.update(status=Package.Status.RUNNING, total=len(keys), done=0):
        return
    with NamedTemporaryFile(suffix=".zip") as file:
        with ZipFile(file, "w", ZIP_DEFLATED) as archive:
            written = _Writer(package, archive).write(keys)
        file.seek(0)
        seal = file_digest(file, "sha256").hexdigest()
        file.seek(0)
        _keep(package, File(file), seal, written)


def clear():
    """Delete the files that the archive has, and the old ones; what was in them stays known."""
    over = Q(received_on__isnull=False) | Q(made_at__lt=timezone.now() - KEPT)
    for package in Package.objects.filter(over).exclude(file=""):
        package.file.delete(save=False)
        # Alone: a receipt may be noted at this moment.
        Package.objects.filter(pk=package.pk).update(file="")


def _path_of(package):
    return f"{Package.file.field.upload_to}/{package.pk}.zip"


@transaction.atomic
def _keep(package, file, seal, keys):
    package.refresh_from_db()
    # Of a worker that died before it could note that it was done.
    default_storage.delete(_path_of(package))
    package.file.save(f"{package.pk}.zip", file, save=False)
    package.total = len(keys)
    package.status, package.sha256 = Package.Status.DONE, seal
    package.save(update_fields=["file", "status", "sha256", "total"])
    package.records.all().delete()
    Packaged.objects.bulk_create(
        [
            Packaged(package=package, kind=package.kind, record_key=str(key))
            for key in keys
        ],
        batch_size=2_000,
    )


class _Writer:
    """Writes one package, and remembers the checksum of all that it has written."""

    def __init__(self, package, archive):
        self.package, self.archive = package, archive
        self.root = f"sam-{package.pk}"
        self.checksums: list = []
        self.schema = etree.XMLSchema(etree.parse(SCHEMA))

    def write(self, keys):
        """Returns the keys of those that are in it."""
        listed = []
        mine = Package.objects.filter(pk=self.package.pk)
        for number, key in enumerate(keys, start=1):
            row = records_of(self.package).filter(pk=key).first()
            # Opened again while the package was made.
            if row is not None:
                record = ToldRecord(self.package.of_kind, row)
                folder = f"records/{number:06}"
                self._write_record(record, folder)
                listed.append((record, folder))
            mine.update(done=number)
        self._write_xml("package.xml", self._description(listed))
        self._write("schema/archive.xsd", SCHEMA.read_bytes())
        lines = "".join(f"{seal}  {path}\n" for seal, path in self.checksums)
        self.archive.writestr(f"{self.root}/manifest-sha256.txt", lines)
        return [record.row.pk for record, _folder in listed]

    def _write_record(self, record, folder):
        files = [
            self._write_file(name, f"{folder}/files/{number:03}")
            for number, name in enumerate(_there(record.files), start=1)
        ]
        self._write_xml(f"{folder}/record.xml", _record_xml(record, files))
        self._write(f"{folder}/record.pdf", pdf_of(record))

    def _write_file(self, name, path):
        called = _called(name)
        path += PurePosixPath(called).suffix.lower()
        with default_storage.open(name) as file:
            content = file.read()
        return self._write(path, content), path, called

    def _write_xml(self, path, root):
        # What does not fit its own schema no archive would take.
        self.schema.assertValid(root)
        text = etree.tostring(
            root, xml_declaration=True, encoding="UTF-8", pretty_print=True
        )
        self._write(path, text)

    def _write(self, path, content):
        seal = sha256(content).hexdigest()
        self.checksums.append((seal, path))
        self.archive.writestr(f"{self.root}/{path}", content)
        return seal

    def _description(self, listed):
        package, municipality = self.package, Municipality.objects.current()
        root = _element("package", id=str(package.pk))
        _add(root, "municipality", municipality.name if municipality else "")
        _add(root, "country", Municipality.objects.country())
        _add(root, "system", "SAM")
        _add(root, "madeAt", package.made_at.isoformat())
        _add(root, "madeBy", str(package.made_by))
        _add(root, "kind", str(package.of_kind.label), code=package.kind)
        if package.unit:
            _add(root, "unit", package.unit.name, code=package.unit.code)
        _add(root, "closedFrom", package.first_on.isoformat())
        _add(root, "closedTo", package.last_on.isoformat())
        for rule in Rule.objects.in_force().filter(kind=package.kind):
            _add(
                root,
                "rule",
                str(rule),
                basis=rule.basis,
                caseNumber=rule.case_number,
                decidedOn=rule.decided_on.isoformat(),
                decidedBy=rule.decided_by,
            )
        records = _add(root, "records", "", number=str(len(listed)))
        for record, folder in listed:
            _add(
                records,
                "entry",
                "",
                folder=folder,
                key=str(record.row.pk),
                name=record.name,
                closed=record.closed_on.isoformat(),
                **({"unit": str(record.row.kept_unit)} if record.row.kept_unit else {}),
            )
        return root


def pdf_of(record):
    """The record as PDF/A, which screen readers can read as well."""
    html = render_to_string("retention/documents/record.html", {"record": record})
    return pdf.typeset(
        html, _STYLE, identifier=f"{record.kind.code}-{record.row.pk}", archival=True
    )


def _record_xml(record, files):
    root = _element(
        "record",
        kind=record.kind.code,
        key=str(record.row.pk),
        name=record.name,
        closed=record.closed_on.isoformat(),
        language=get_language(),
    )
    for told in record.rows:
        row = _add(root, "row", "", table=told.table, label=told.label, key=told.key)
        for field in told.fields:
            shown = {"shown": field.shown} if field.shown != field.plain else {}
            _add(row, "field", field.plain, name=field.name, label=field.label, **shown)
    for seal, path, name in files:
        inside = path.split("/", 2)[2]
        _add(root, "file", "", path=inside, name=name, sha256=seal)
    return root


def _element(tag, **attributes):
    return etree.Element(
        f"{{{NAMESPACE}}}{tag}", _clean(attributes), nsmap={None: NAMESPACE}
    )


def _add(parent, tag, text, **attributes):
    child = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", _clean(attributes))
    child.text = printable(text) or None
    return child


def _clean(attributes):
    return {name: printable(str(value)) for name, value in attributes.items()}


def _there(names):
    return [name for name in names if default_storage.exists(name)]


def _called(name):
    """What people called the file: on the disk it has a name that says nothing."""
    kept = Attachment.objects.filter(file=name).first()
    if kept is None:
        return PurePosixPath(name).name
    endings = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}
    ending = endings.get(kept.content_type, "")
    called = str(kept)
    return called if PurePosixPath(called).suffix else called + ending
