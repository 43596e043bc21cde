import os

from django.core.management.base import BaseCommand

from demo.picturing import take_pictures
from sam.embedded.checks import web_port
from sam.embedded.programs import running, web


class Command(BaseCommand):
    help = "Take the guides' pictures anew from the demo; load_demo comes first."

    def add_arguments(self, parser):
        parser.add_argument("--address", help="of a demo that runs already")

    def handle(self, *, address, **options):
        if address:
            return self._take(address)
        port = web_port()
        with running([web({**os.environ, "SAM_SECURE": "false"}, port)]):
            return self._take(f"http://127.0.0.1:{port}")

    def _take(self, address):
        for name in take_pictures(address):
            self.stdout.write(name)
