"""Connections in fields and other places that outlive a function."""
import atexit
import sqlite3


class Keeper:
    def __init__(self, name):
        self.connection_kept = sqlite3.connect(name)  # leak: escape to a field

    def names(self):
        return self.connection_kept.execute("select name from users").fetchall()


class Closer:
    def __init__(self, name):
        self.link = sqlite3.connect(name)

    def names(self):
        return self.link.execute("select name from users").fetchall()

    def close(self):
        self.link.close()

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.close()


def owner(name):
    closer = Closer(name)  # leak: close not in finally
    names = closer.names()
    closer.close()
    return names


def owner_twin(name):
    with Closer(name) as closer:
        return closer.names()


def owner_forgets(name):
    closer = Closer(name)  # leak: never closed
    return closer.names()


def made(name):
    return Closer(name)


def at_exit(name):
    conn = sqlite3.connect(name)
    atexit.register(conn.close)
    return conn.execute("select 1").fetchone()


class Lazy:
    def __init__(self):
        self._lazy = None

    def connection(self):
        if self._lazy is None:
            self._lazy = sqlite3.connect("lazy.db")
        return self._lazy

    def names(self):
        conn = self.connection()
        return conn.execute("select name from users").fetchall()

    def close(self):
        if self._lazy is not None:
            self._lazy.close()
            self._lazy = None


conn = None


def open_globally():
    global conn
    conn = sqlite3.connect("global.db")


def open_locally():
    conn = sqlite3.connect("global.db")  # leak: variable set in the wrong scope
    conn.execute("select 1")


def close_globally():
    if conn:
        conn.close()


def scoped(name):
    db = None

    def connect():
        db = sqlite3.connect(name)  # leak: variable set in the wrong scope
        db.execute("select 1")

    try:
        connect()
    finally:
        if db:
            db.close()


def scoped_twin(name):
    db = None

    def connect():
        nonlocal db
        db = sqlite3.connect(name)

    try:
        connect()
    finally:
        if db:
            db.close()
