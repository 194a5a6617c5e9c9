"""Classes whose constructor a decorator writes: it assigns fields and does not fail."""
from dataclasses import dataclass, field
from typing import NamedTuple

import attr
import psycopg2


@attr.s(slots=True, auto_attribs=True)
class Logged:
    conn: object
    name: str

    def cursor(self):
        return self.conn.cursor()

    def close(self):
        self.conn.close()


@dataclass
class Timed:
    conn: object
    times: list = field(default_factory=list)

    def close(self):
        self.conn.close()


@dataclass
class Checked:
    conn: object

    def __post_init__(self):
        self.conn.cursor().execute("select 1")

    def close(self):
        self.conn.close()


class Pair(NamedTuple):
    conn: object
    name: str


def logged_closed(dsn):
    native = psycopg2.connect(dsn)
    conn = Logged(native, "shop")
    try:
        conn.cursor().execute("select 1")
    finally:
        conn.close()


def logged_lost(dsn):
    conn = Logged(psycopg2.connect(dsn), "shop")  # leak: close not in finally
    conn.cursor().execute("select 1")
    conn.close()


def logged_never_closed(dsn):
    conn = Logged(conn=psycopg2.connect(dsn), name="shop")  # leak: never closed
    conn.cursor().execute("select 1")


def timed_closed(dsn):
    native = psycopg2.connect(dsn)
    conn = Timed(native)
    try:
        native.cursor().execute("select 1")
    finally:
        conn.close()


def checked_gap(dsn):
    native = psycopg2.connect(dsn)  # leak: gap between get and try
    conn = Checked(native)
    try:
        native.cursor().execute("select 1")
    finally:
        conn.close()


def pair_closed(dsn):
    native = psycopg2.connect(dsn)
    pair = Pair(native, "shop")
    try:
        pair.conn.cursor().execute("select 1")
    finally:
        native.close()
