"""Counts who takes connections from the pool, and who gives them back."""
import os
import threading
import time

from psycopg2.pool import ThreadedConnectionPool

_pool = None
_lock = threading.Lock()
_acquired = {}
_released = {}


def _get_pool():
    global _pool
    if _pool is None:
        _pool = ThreadedConnectionPool(2, 20, os.environ["DATABASE_URL"])
    return _pool


class TrackedConnection:
    """Stands for a pooled connection; close() gives it back and counts that."""

    def __init__(self, raw, site):
        self._raw = raw
        self._site = site
        self._taken = time.time()
        self._returned = False

    def cursor(self, *args, **kwargs):
        return self._raw.cursor(*args, **kwargs)

    def commit(self):
        self._raw.commit()

    def rollback(self):
        self._raw.rollback()

    def close(self):
        if self._returned:
            return
        self._returned = True
        _get_pool().putconn(self._raw)
        with _lock:
            _released[self._site] = _released.get(self._site, 0) + 1


def get_tracked_connection(site):
    """Takes a connection; the caller must release it."""
    raw = _get_pool().getconn()
    with _lock:
        _acquired[site] = _acquired.get(site, 0) + 1
    return TrackedConnection(raw, site)


def release_connection(conn):
    """Gives a connection back; None is fine."""
    if conn is not None:
        conn.close()


def tracker_report():
    with _lock:
        return {
            "acquired": sum(_acquired.values()),
            "released": sum(_released.values()),
            "sites": dict(_acquired),
        }
