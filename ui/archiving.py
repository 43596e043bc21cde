"""What WeasyPrint's PDF/A-3 lacks: that it is PDF/UA-1 as well, and files without a clock.

ISO 19005-3, sections 6.2.8 (images), 6.6.2.3 (other schemas) and 6.8 (embedded files).
"""

from functools import cache
from pathlib import Path

import pydyf

_ACCESSIBLE = Path(__file__).with_name("accessible.xmp")
_END = b"</rdf:RDF>"


def settle_files(pdf):
    """Dated as the document dates itself: this moment would change the bytes. Named once."""
    day = pdf.info.get("CreationDate")
    for each in pdf.objects:
        if isinstance(each, pydyf.Stream) and each.extra.get("Type") == "/EmbeddedFile":
            dates = {"CreationDate": day, "ModDate": day} if day else {}
            size = {key: each.extra["Params"][key] for key in ("Size", "CheckSum")}
            each.extra["Params"] = pydyf.Dictionary(size | dates)
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def paint_plainly(pdf):
    """No picture smoothed by whatever shows it, no list of patterns that has none."""
    for each in pdf.objects:
        if isinstance(each, pydyf.Stream) and "Interpolate" in each.extra:
            each.extra["Interpolate"] = "false"
        for kind in ("Pattern", "Shading"):
            if isinstance(each, dict) and each.get(kind) == {}:
                del each[kind]


def also_accessible(pdf):
    """One variant is all that WeasyPrint can be told."""
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    metadata.stream = [
        part.replace(_END, _accessible() + _END) for part in metadata.stream
    ]


@cache
def _accessible():
    return _ACCESSIBLE.read_bytes()
