"""The few files that come from npm packages, served under vendor/.

Nothing else of node_modules is reachable: a file that is not in the list is not served.
"""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

_SYSTEM = "node_modules/@digdir/designsystemet"
_FONTS = "node_modules/@fontsource/source-sans-3/files"
_FACES = ["400-normal", "400-italic", "600-normal", "700-normal"]

FILES = {
    "vendor/theme.css": "design-tokens/css/municipality.css",
    "vendor/designsystemet.css": f"{_SYSTEM}-css/dist/src/index.css",
    "vendor/designsystemet/index.js": f"{_SYSTEM}-web/dist/umd/index.js",
    # Named by the script itself; production storage insists on finding it.
    "vendor/designsystemet/index.js.map": f"{_SYSTEM}-web/dist/umd/index.js.map",
    **{
        f"vendor/fonts/source-sans-3-{script}-{face}.woff2": (
            f"{_FONTS}/source-sans-3-{script}-{face}.woff2"
        )
        for script in ["latin", "latin-ext"]
        for face in _FACES
    },
}


def path_of(name):
    """Where a vendor file lies: in its package, or collected where Node never was."""
    source = Path(settings.BASE_DIR) / FILES[name]
    return source if source.exists() else Path(settings.STATIC_ROOT) / name


class _PackageStorage(FileSystemStorage):
    def path(self, name):
        return str(Path(settings.BASE_DIR) / FILES[name])


class PackageFinder(BaseFinder):
    storage = _PackageStorage()

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False):
        if path not in FILES:
            return []
        found = self.storage.path(path)
        return [found] if find_all else found

    def list(self, ignore_patterns):
        for name in FILES:
            yield name, self.storage
