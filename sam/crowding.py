"""How many requests a process works on at once, and how many wait for their turn.

A process computes with one processor: more at once are not sooner ready. Who would have to
wait too long is told so at once, instead of getting a page at which nobody looks any more.
(docs/decisions/crowding.md)
"""

from threading import Semaphore

from sam.faults import busy

# Requests of one process. The server has more threads than both together, so that one is
# always free to tell whoever comes after that (gunicorn: threads).
AT_WORK, WAITING = 4, 50
# In seconds: after that people press the button again.
PATIENCE = 10
# Whoever watches over the program asks how it is above all when much is going on.
_FIRST = ("/health/", "/metrics/")


class CrowdMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response
        self._there = Semaphore(AT_WORK + WAITING)
        self._at_work = Semaphore(AT_WORK)

    def __call__(self, request):
        if request.path_info.startswith(_FIRST):
            return self.get_response(request)
        if not self._there.acquire(blocking=False):
            return busy(request)
        try:
            return self._in_turn(request)
        finally:
            self._there.release()

    def _in_turn(self, request):
        if not self._at_work.acquire(timeout=PATIENCE):
            return busy(request)
        try:
            return self.get_response(request)
        finally:
            self._at_work.release()
