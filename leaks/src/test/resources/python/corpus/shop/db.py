"""The shop's own ways to get and give back a connection."""
import threading
from contextlib import contextmanager

import psycopg2.pool

_pool = psycopg2.pool.ThreadedConnectionPool(1, 10, "dbname=shop")
_counts = {}
_lock = threading.Lock()
_shared = threading.local()


class Tracked:
    """A connection that is counted."""

    def __init__(self, conn, site):
        self._conn = conn
        self._site = site

    def cursor(self):
        return self._conn.cursor()

    def close(self):
        with _lock:
            _counts[self._site] -= 1
        _pool.putconn(self._conn)


def get_tracked(site):
    conn = _pool.getconn()
    with _lock:
        _counts[site] = _counts.get(site, 0) + 1
    return Tracked(conn, site)


def borrow():
    return _pool.getconn()


def borrow_again():
    return borrow()


def give(conn):
    if conn is not None:
        _pool.putconn(conn)


def give_all(*connections):
    for conn in connections:
        if conn:
            give(conn)


def close_quietly(conn):
    print("not closed", conn)


def both():
    conn = borrow()
    try:
        return conn, conn.cursor()
    except Exception:
        give(conn)
        raise


def shared():
    if not hasattr(_shared, "conn"):
        _shared.conn = psycopg2.connect("dbname=shop")
    return _shared.conn


@contextmanager
def lent():
    conn = borrow()
    try:
        yield conn
        conn.commit()
    except Exception:
        conn.rollback()
        raise
    finally:
        give(conn)
