"""PostgreSQL and Redis from wheels, for the demo, development and tests.

Production names its own servers in DATABASE_URL and REDIS_URL and never comes here.
"""

from sam.embedded.folder import addresses

__all__ = ["addresses"]
