"""Uses what shop/db.py gives."""
import threading

from shop import db
from shop.db import borrow_again, both, close_quietly, get_tracked, give, give_all, lent, shared


def tracked(order):
    conn = get_tracked("orders:tracked")  # leak: close not in finally
    conn.cursor().execute("select 1")
    conn.close()


def tracked_twin(order):
    conn = get_tracked("orders:tracked_twin")
    try:
        conn.cursor().execute("select 1")
    finally:
        conn.close()


def getter_behind_getter(order):
    conn = borrow_again()  # leak: never closed
    conn.cursor().execute("select 1")


def getter_behind_getter_twin(order):
    conn = borrow_again()
    try:
        conn.cursor().execute("select 1")
    finally:
        give(conn)


def by_module(order):
    conn = db.borrow()  # leak: close not in finally
    conn.cursor().execute("select 1")
    db.give(conn)


def quietly(order):
    conn = db.borrow()  # leak: never closed
    try:
        conn.cursor().execute("select 1")
    finally:
        close_quietly(conn)


def several(order):
    first = second = None
    try:
        first = db.borrow()
        second = db.borrow()
        first.cursor().execute("select 1")
    finally:
        give_all(first, second)


def pair(order):
    conn, cur = both()  # leak: early return
    cur.execute("select 1")
    if not cur.fetchone():
        return None
    cur.close()
    give(conn)
    return order


def pair_twin(order):
    conn, cur = both()
    try:
        cur.execute("select 1")
    finally:
        cur.close()
        give(conn)


def managed(order):
    with lent() as conn:
        conn.cursor().execute("select 1")


def not_mine(order):
    conn = shared()
    conn.cursor().execute("select 1")


def work(conn):
    conn.cursor().execute("select 1")


def work_and_give(conn):
    try:
        conn.cursor().execute("select 1")
    finally:
        give(conn)


def in_thread(order):
    conn = db.borrow()  # leak: escape to a lambda or thread
    threading.Thread(target=work, args=(conn,)).start()


def in_thread_twin(order):
    conn = db.borrow()
    threading.Thread(target=work_and_give, args=(conn,)).start()


def delegated(order):
    conn = db.borrow()
    work_and_give(conn)


def delegated_badly(order):
    conn = db.borrow()  # leak: never closed
    work(conn)


def with_own_close(order):
    conn = db.borrow()
    def done():
        give(conn)
    try:
        conn.cursor().execute("select 1")
    finally:
        done()


def listed(count):
    conns = []  
    try:
        for _ in range(count):
            conns.append(db.borrow())
        for conn in conns:
            conn.cursor().execute("select 1")
    finally:
        for conn in conns:
            give(conn)


def listed_partly(count):
    conns = [db.borrow() for _ in range(count)]  # leak: list built partly
    try:
        work(conns[0])
    finally:
        for conn in conns:
            give(conn)
