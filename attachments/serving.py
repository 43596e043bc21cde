from django.http import FileResponse


def serve_photo(attachment, *, thumbnail=False):
    """The photo as an answer; the caller has seen to it that the reader may see it."""
    file = attachment.thumbnail if thumbnail else attachment.file
    return FileResponse(
        file.open(),
        content_type=attachment.content_type,
        filename=f"{attachment.pk.hex[:8]}.jpg",
        headers={"X-Content-Type-Options": "nosniff"},
    )
