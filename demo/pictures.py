"""What the demo's photos show, drawn: nobody was photographed, and no file is kept."""

from functools import cache
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from attachments.photos import rewrite

_SIZE = (960, 720)
_WALL, _FLOOR, _DARK, _WOOD, _RED = (
    "#e8e4da",
    "#b9b2a3",
    "#4a4f55",
    "#c79a5b",
    "#c0392b",
)


@cache
def drawn(name):
    """The photo of that name, made small and written anew as any other."""
    image = Image.new("RGB", _SIZE, _WALL)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 560, *_SIZE), fill=_FLOOR)
    _DRAWINGS[name](draw)
    file = BytesIO()
    image.save(file, "PNG")
    return rewrite(ContentFile(file.getvalue(), name=name))


def _storeroom(draw):
    """A door behind boxes, with a sign over it."""
    draw.rectangle((330, 120, 630, 620), fill=_DARK)
    draw.ellipse((585, 360, 610, 385), fill=_WALL)
    draw.rectangle((420, 60, 540, 105), fill="#1e8449")
    for left, top in [(260, 480), (400, 500), (540, 470), (330, 360), (480, 380)]:
        draw.rectangle((left, top, left + 150, top + 140), fill=_WOOD, outline=_DARK)
        draw.line((left, top + 70, left + 150, top + 70), fill=_DARK, width=4)


def _stairs(draw):
    """Six steps, the edge of the third hanging loose."""
    for step in range(6):
        left, top = 120 + 120 * step, 620 - 85 * step
        draw.rectangle((left, top, 960, top + 90), fill=_FLOOR, outline=_DARK, width=3)
    draw.polygon([(350, 445), (480, 470), (470, 490), (345, 462)], fill=_RED)
    draw.line((100, 520, 760, 60), fill=_DARK, width=12)


_DRAWINGS = {"storeroom": _storeroom, "stairs": _stairs}
