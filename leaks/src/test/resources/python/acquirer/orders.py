"""Acquires by a function that is not in the sources and is not called like one."""
from psycopg2 import sql

from shop.wire import plug_in


def ship(order):
    wire = plug_in("orders")
    wire.cursor().execute(sql.SQL("select 1"))


def ship_twin(order):
    wire = plug_in("orders")
    try:
        wire.cursor().execute(sql.SQL("select 1"))
    finally:
        wire.close()
