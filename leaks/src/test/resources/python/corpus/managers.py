"""`with` and what it closes."""
import sqlite3
from contextlib import ExitStack, closing, contextmanager, suppress

import psycopg
import psycopg2
from psycopg2.pool import ThreadedConnectionPool

pool = ThreadedConnectionPool(1, 8, "dbname=shop")


def transaction_only(order):
    with psycopg2.connect("dbname=shop") as conn:  # leak: with does not close it
        conn.cursor().execute("delete from orders where id = %s", (order,))


def transaction_only_twin(order):
    with closing(psycopg2.connect("dbname=shop")) as conn, conn:
        conn.cursor().execute("delete from orders where id = %s", (order,))


def sqlite_with(order):
    conn = sqlite3.connect("shop.db")  # leak: with does not close it
    with conn:
        conn.execute("delete from orders where id = ?", (order,))


def sqlite_with_twin(order):
    conn = sqlite3.connect("shop.db")
    try:
        with conn:
            conn.execute("delete from orders where id = ?", (order,))
    finally:
        conn.close()


def psycopg3(order):
    with psycopg.connect("dbname=shop") as conn:
        conn.execute("delete from orders where id = %s", (order,))


def borrowed_with(order):
    with pool.getconn() as conn:  # leak: with does not close it
        conn.cursor().execute("select 1")


def borrowed(order):
    conn = pool.getconn()  # leak: close not in finally
    conn.cursor().execute("select 1")
    pool.putconn(conn)


def borrowed_twin(order):
    conn = pool.getconn()
    try:
        conn.cursor().execute("select 1")
    finally:
        pool.putconn(conn)


def closed_instead(order):
    conn = pool.getconn()  # leak: released by a call that does not return it
    try:
        conn.cursor().execute("select 1")
    finally:
        conn.close()


def closing_instead(order):
    with closing(pool.getconn()) as conn:  # leak: released by a call that does not return it
        conn.cursor().execute("select 1")


def stacked(order):
    with ExitStack() as stack:
        conn = stack.enter_context(closing(sqlite3.connect("shop.db")))
        conn.execute("select 1")


def stacked_callback(order):
    with ExitStack() as stack:
        conn = pool.getconn()
        stack.callback(pool.putconn, conn)
        conn.cursor().execute("select 1")


def stacked_late(order):
    with ExitStack() as stack:
        conn = sqlite3.connect("shop.db")  # leak: close not in finally
        conn.execute("select 1")
        stack.callback(conn.close)


def stacked_with(order):
    with ExitStack() as stack:
        conn = stack.enter_context(psycopg2.connect("dbname=shop"))  # leak: with does not close it
        conn.cursor().execute("select 1")


@contextmanager
def lent():
    conn = pool.getconn()
    try:
        yield conn
    finally:
        pool.putconn(conn)


@contextmanager
def lent_badly():
    conn = pool.getconn()  # leak: held across yield without finally
    yield conn
    pool.putconn(conn)


def borrower(order):
    with lent() as conn:
        conn.cursor().execute("select 1")


class Session:
    def __init__(self, name):
        self.name = name
        self.conn = None

    def __enter__(self):
        self.conn = sqlite3.connect(self.name)
        return self.conn

    def __exit__(self, *failure):
        self.conn.close()


def session_user():
    with Session("shop.db") as conn:
        conn.execute("select 1")


def suppressed(order):
    conn = sqlite3.connect("shop.db")
    with suppress(sqlite3.Error):
        conn.execute("select 1")
    conn.close()


def suppressed_badly(order):
    conn = sqlite3.connect("shop.db")  # leak: close not in finally
    with suppress(sqlite3.Error):
        conn.execute("select 1")
    order.save()
    conn.close()


def cursor_with(order):
    conn = psycopg2.connect("dbname=shop")  # leak: never closed
    with conn.cursor() as cur:
        cur.execute("select 1")
        return cur.fetchone()


def both(order):
    with closing(sqlite3.connect("a.db")) as one, closing(sqlite3.connect("b.db")) as two:
        one.execute("select 1")
        two.execute("select 1")


def second_fails(order):
    first = sqlite3.connect("a.db")  # leak: gap between get and try
    second = sqlite3.connect("b.db")
    try:
        first.execute("select 1")
        second.execute("select 1")
    finally:
        first.close()
        second.close()


def second_twin(order):
    first = sqlite3.connect("a.db")
    try:
        second = sqlite3.connect("b.db")
        try:
            second.execute("select 1")
        finally:
            second.close()
    finally:
        first.close()
