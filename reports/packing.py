"""Office files are zip files: the same parts make the same bytes."""

import re
import zipfile
from io import BytesIO

# The earliest that a zip file can say, in place of the time of day.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def without_time(content):
    """The same file with nothing in it that tells when it was made."""
    clean = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as made,
        zipfile.ZipFile(clean, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in made.namelist():
            data = made.read(name)
            if name == "docProps/core.xml":
                data = re.sub(
                    rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"1980-01-01T00:00:00Z", data
                )
            archive.writestr(
                zipfile.ZipInfo(name, _NO_TIME), data, zipfile.ZIP_DEFLATED
            )
    return clean.getvalue()
