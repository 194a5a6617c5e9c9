"""asyncpg, aiomysql, psycopg and the rest of the asynchronous drivers."""
import asyncio
from contextlib import AsyncExitStack

import aiomysql
import aiosqlite
import asyncpg


async def lost(order):
    conn = await asyncpg.connect("postgres://shop")  # leak: close not in finally
    row = await conn.fetchrow("select 1")
    await conn.close()
    return row


async def kept(order):
    conn = await asyncpg.connect("postgres://shop")
    try:
        return await conn.fetchrow("select 1")
    finally:
        await conn.close()


class Store:
    def __init__(self, pool):
        self.pool = pool

    async def lost(self, order):
        conn = await self.pool.acquire()  # leak: close not in finally
        await conn.execute("select 1")
        await self.pool.release(conn)

    async def kept(self, order):
        conn = await self.pool.acquire()
        try:
            await conn.execute("select 1")
        finally:
            await self.pool.release(conn)

    async def lent(self, order):
        async with self.pool.acquire() as conn:
            async with conn.transaction():
                await conn.execute("select 1")

    async def stacked(self, order):
        async with AsyncExitStack() as stack:
            conn = await stack.enter_async_context(self.pool.acquire())
            await conn.execute("select 1")

    async def early(self, order):
        conn = await self.pool.acquire()  # leak: early return
        if not order:
            return None
        try:
            return await conn.fetchval("select 1")
        finally:
            await self.pool.release(conn)


async def sqlite(order):
    async with aiosqlite.connect("shop.db") as db:
        await db.execute("select 1")


async def sqlite_lost(order):
    db = await aiosqlite.connect("shop.db")  # leak: never closed
    await db.execute("select 1")


async def mysql_closed():
    pool = await aiomysql.create_pool(host="db")
    conn = await pool.acquire()  # leak: released by a call that does not return it
    try:
        async with conn.cursor() as cur:
            await cur.execute("select 1")
    finally:
        conn.close()


async def timed(order):
    conn = await asyncio.wait_for(asyncpg.connect("postgres://shop"), 5)  # leak: never closed
    await conn.execute("select 1")


async def rows(order):
    conn = await asyncpg.connect("postgres://shop")  # leak: held across yield without finally
    async for row in conn.cursor("select 1"):
        yield row
    await conn.close()


async def rows_twin(order):
    conn = await asyncpg.connect("postgres://shop")
    try:
        async for row in conn.cursor("select 1"):
            yield row
    finally:
        await conn.close()
