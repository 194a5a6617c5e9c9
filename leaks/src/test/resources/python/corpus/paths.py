"""Paths on which a connection is lost, each beside a function that keeps it."""
import logging
import sqlite3

import psycopg2

log = logging.getLogger(__name__)
DSN = "dbname=shop"


def never_closed(order):
    conn = psycopg2.connect(DSN)  # leak: never closed
    conn.cursor().execute("delete from orders where id = %s", (order,))
    conn.commit()


def never_closed_twin(order):
    conn = psycopg2.connect(DSN)
    try:
        conn.cursor().execute("delete from orders where id = %s", (order,))
        conn.commit()
    finally:
        conn.close()


def straight(order):
    conn = psycopg2.connect(DSN)  # leak: close not in finally
    cur = conn.cursor()
    cur.execute("select 1 from orders where id = %s", (order,))
    row = cur.fetchone()
    cur.close()
    conn.close()
    return row


def straight_twin(order):
    conn = psycopg2.connect(DSN)
    try:
        cur = conn.cursor()
        cur.execute("select 1 from orders where id = %s", (order,))
        row = cur.fetchone()
        cur.close()
    finally:
        conn.close()
    return row


def swallowed(order):
    try:
        conn = psycopg2.connect(DSN)  # leak: close not in finally
        conn.cursor().execute("update orders set paid = true where id = %s", (order,))
        conn.commit()
        conn.close()
        return True
    except Exception as e:
        log.error("no update: %s", e)
        return False


def swallowed_twin(order):
    conn = None
    try:
        conn = psycopg2.connect(DSN)
        conn.cursor().execute("update orders set paid = true where id = %s", (order,))
        conn.commit()
        return True
    except Exception as e:
        log.error("no update: %s", e)
        return False
    finally:
        if conn is not None:
            conn.close()


def early(order):
    conn = psycopg2.connect(DSN)  # leak: early return
    cur = conn.cursor()
    cur.execute("select paid from orders where id = %s", (order,))
    row = cur.fetchone()
    if row is None:
        return None
    conn.close()
    return row[0]


def early_twin(order):
    conn = psycopg2.connect(DSN)
    try:
        cur = conn.cursor()
        cur.execute("select paid from orders where id = %s", (order,))
        row = cur.fetchone()
        if row is None:
            return None
        return row[0]
    finally:
        conn.close()


def only_in_except(order):
    conn = psycopg2.connect(DSN)  # leak: close only in except
    try:
        conn.cursor().execute("update orders set paid = true where id = %s", (order,))
        conn.commit()
    except Exception:
        conn.close()
        raise


def in_except_and_after(order):
    conn = psycopg2.connect(DSN)
    try:
        conn.cursor().execute("update orders set paid = true where id = %s", (order,))
        conn.commit()
    except BaseException:
        conn.close()
        raise
    conn.close()


def gap(order):
    conn = psycopg2.connect(DSN)  # leak: gap between get and try
    prices = load_prices(order)
    try:
        conn.cursor().execute("insert into prices values (%s)", (prices,))
    finally:
        conn.close()


def gap_twin(order):
    prices = load_prices(order)
    conn = psycopg2.connect(DSN)
    log.info("connected for %s", order)
    try:
        conn.cursor().execute("insert into prices values (%s)", (prices,))
    finally:
        conn.close()


def rollback_first(order):
    conn = psycopg2.connect(DSN)  # leak: an earlier statement of finally may throw
    try:
        conn.cursor().execute("select 1")
    finally:
        conn.rollback()
        conn.close()


def rollback_first_twin(order):
    conn = psycopg2.connect(DSN)
    try:
        conn.cursor().execute("select 1")
    finally:
        try:
            conn.rollback()
        finally:
            conn.close()


def unbound_cursor(order):
    conn = None
    try:
        conn = psycopg2.connect(DSN)  # leak: an earlier statement of finally may throw
        cur = conn.cursor()
        cur.execute("select 1")
    finally:
        cur.close()
        if conn:
            conn.close()


def unbound_cursor_twin(order):
    conn = None
    cur = None
    try:
        conn = psycopg2.connect(DSN)
        cur = conn.cursor()
        cur.execute("select 1")
    finally:
        if cur:
            cur.close()
        if conn:
            conn.close()


def conditional(order, keep):
    conn = psycopg2.connect(DSN)  # leak: conditional close
    try:
        conn.cursor().execute("select 1")
    finally:
        if not keep:
            conn.close()


def conditional_twin(order, conn=None):
    own = conn is None
    if own:
        conn = psycopg2.connect(DSN)
    try:
        conn.cursor().execute("select 1")
    finally:
        if own:
            conn.close()


def conditional_twin_by_flag(order, conn=None):
    close = False
    if conn is None:
        conn = psycopg2.connect(DSN)
        close = True
    try:
        conn.cursor().execute("select 1")
    finally:
        if close:
            conn.close()


def loop(orders):
    for order in orders:
        conn = psycopg2.connect(DSN)  # leak: reassigned before close
        conn.cursor().execute("update orders set seen = true where id = %s", (order,))
    conn.close()


def loop_twin(orders):
    for order in orders:
        conn = psycopg2.connect(DSN)
        try:
            conn.cursor().execute("update orders set seen = true where id = %s", (order,))
        finally:
            conn.close()


def skipped(orders):
    for order in orders:
        conn = sqlite3.connect("shop.db")  # leak: reassigned before close
        if order < 0:
            continue
        conn.execute("update orders set seen = 1 where id = ?", (order,))
        conn.close()


def retry(order):
    for attempt in range(3):
        try:
            conn = psycopg2.connect(DSN)  # leak: reassigned before close
            conn.cursor().execute("select 1")
            conn.close()
            return True
        except psycopg2.OperationalError:
            log.warning("attempt %d failed", attempt)
    return False


def retry_twin(order):
    for attempt in range(3):
        conn = None
        try:
            conn = psycopg2.connect(DSN)
            conn.cursor().execute("select 1")
            return True
        except psycopg2.OperationalError:
            log.warning("attempt %d failed", attempt)
        finally:
            if conn:
                conn.close()
    return False


def reassigned(order):
    conn = psycopg2.connect(DSN)  # leak: reassigned before close
    conn = psycopg2.connect(DSN + " user=reader")
    try:
        conn.cursor().execute("select 1")
    finally:
        conn.close()


def nested(order):
    try:
        conn = psycopg2.connect(DSN)  # leak: close not in finally
        try:
            conn.cursor().execute("select 1")
        except psycopg2.Error:
            conn.rollback()
            raise
        conn.close()
    finally:
        log.info("done")


def nested_twin(order):
    try:
        conn = psycopg2.connect(DSN)
        try:
            conn.cursor().execute("select 1")
        except psycopg2.Error:
            conn.rollback()
            raise
        finally:
            conn.close()
    finally:
        log.info("done")


def branches(kind):
    conn = psycopg2.connect(DSN)  # leak: not closed in every switch branch
    match kind:
        case "a":
            conn.close()
        case "b":
            log.info("kept")
        case _:
            conn.close()


def branches_twin(kind):
    conn = psycopg2.connect(DSN)
    match kind:
        case "a":
            conn.close()
        case _:
            conn.close()


def only_cursor(order):
    conn = psycopg2.connect(DSN)  # leak: only the cursor is closed
    cur = conn.cursor()
    try:
        cur.execute("select 1")
        return cur.fetchone()
    finally:
        cur.close()


def only_cursor_twin(order):
    conn = psycopg2.connect(DSN)
    try:
        cur = conn.cursor()
        cur.execute("select 1")
        return cur.fetchone()
    finally:
        if "cur" in locals():
            cur.connection.close()
        else:
            conn.close()


def chain(order):
    return sqlite3.connect("shop.db").execute("select 1").fetchall()  # leak: anonymous chain


def chain_twin(order):
    conn = sqlite3.connect("shop.db")
    try:
        return conn.execute("select 1").fetchall()
    finally:
        conn.close()


def discarded():
    sqlite3.connect("shop.db")  # leak: result discarded


def discarded_twin():
    sqlite3.connect("shop.db").close()


def returned_cursor(order):
    conn = sqlite3.connect("shop.db")  # leak: returned result set, stream or metadata
    return conn.execute("select * from orders where id = ?", (order,))


def returned_rows(order):
    conn = sqlite3.connect("shop.db")
    try:
        return conn.execute("select * from orders where id = ?", (order,)).fetchall()
    finally:
        conn.close()


def raised(order):
    conn = psycopg2.connect(DSN)  # leak: close not in finally
    if order < 0:
        raise ValueError(order)
    conn.close()


def locals_twin(order):
    try:
        conn = psycopg2.connect(DSN)
        conn.cursor().execute("select 1")
    except psycopg2.Error:
        log.exception("failed")
    finally:
        if "conn" in locals() and conn:
            conn.close()


def deleted(order):
    conn = psycopg2.connect(DSN)  # leak: reassigned before close
    conn.cursor().execute("select 1")
    del conn


def load_prices(order):
    return fetch("prices", order)
