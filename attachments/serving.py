from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

from attachments.spreadsheets import XLSX, csv_of

# Also for those without an account, whose pages no middleware keeps out of caches.
_HEADERS = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}


def serve_photo(attachment, *, thumbnail=False):
    """The photo as an answer; the caller has seen to it that the reader may see it."""
    file = attachment.thumbnail if thumbnail else attachment.file
    return FileResponse(
        file.open(),
        content_type="image/jpeg",
        filename=f"{attachment.pk.hex[:8]}.jpg",
        headers=_HEADERS,
    )


def serve_file(attachment):
    """A document as a download, which no browser runs or shows as a page of ours."""
    return FileResponse(
        attachment.file.open(),
        as_attachment=True,
        content_type=attachment.content_type,
        filename=str(attachment),
        headers=_HEADERS | {"Content-Security-Policy": "default-src 'none'; sandbox"},
    )


def serve_workbook(file, name):
    """An open workbook as a download."""
    return FileResponse(
        file,
        as_attachment=True,
        content_type=XLSX,
        filename=name,
        headers=_HEADERS,
    )


def serve_csv(rows, name):
    """Rows of texts and numbers as a download, a text for spreadsheets."""
    file = content_disposition_header(True, name)
    return HttpResponse(
        csv_of(rows),
        content_type="text/csv; charset=utf-8",
        headers=_HEADERS | {"Content-Disposition": file},
    )
