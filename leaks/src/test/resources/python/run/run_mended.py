"""Runs functions before and after a mend, with drivers whose calls can be made to fail.

usage: run_mended.py BEFORE AFTER module:function ...

Each function runs once for each driver call that can fail. The mended one has to end as the original
did: the same result or the same exception. It must leave no connection open, close none twice and
use none after its close. The original has to leave one open at least once, or the run proves nothing.
"""
import asyncio
import contextlib
import importlib
import inspect
import io
import logging
import os
import random
import secrets
import sys
import threading
import types


class Failure(Exception):
    pass


class World:
    """What the drivers saw in one run."""

    def __init__(self, fail_at):
        self.fail_at = fail_at
        self.calls = 0
        self.open = []
        self.out = []
        self.faults = []

    def call(self, what, conn=None):
        if conn is not None and conn.closed:
            self.faults.append("used after close: " + what)
        self.calls += 1
        if self.calls == self.fail_at:
            raise Failure(what)

    def leaked(self):
        return len(self.open) + len(self.out)


world = World(0)


class Cursor:
    def __init__(self, connection):
        self.connection = connection
        self.rows = iter([(100, 2, 3), (90, 1, 2)])

    def execute(self, *args):
        world.call("execute", self.connection)
        return self

    def fetchone(self):
        world.call("fetchone", self.connection)
        return next(self.rows, None)

    def fetchall(self):
        world.call("fetchall", self.connection)
        return list(self.rows)

    def scalar(self):
        return self.fetchone()[0]

    def __iter__(self):
        world.call("iterate", self.connection)
        return self.rows

    def close(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.close()


class Connection:
    with_closes = True

    def __init__(self, *args, **kwargs):
        world.call("connect")
        self.closed = False
        world.open.append(self)

    def cursor(self, *args, **kwargs):
        world.call("cursor", self)
        return Cursor(self)

    def execute(self, *args):
        return self.cursor().execute(*args)

    def _use(self, *args, **kwargs):
        world.call("use", self)

    commit = rollback = add = delete = get = thread_id = _use

    def begin(self):
        world.call("begin", self)
        return Cursor(self)

    def is_connected(self):
        return not self.closed

    def close(self):
        if self.closed:
            world.faults.append("closed twice")
        self.closed = True
        if self in world.open:
            world.open.remove(self)

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        if self.with_closes:
            self.close()


class Uncommitted(Connection):
    """psycopg2, sqlite3: `with` ends the transaction only."""

    with_closes = False


class Pooled(Uncommitted):
    def __init__(self):
        super().__init__()
        world.open.remove(self)


class Pool:
    def __init__(self, *args, **kwargs):
        pass

    def getconn(self, *args):
        conn = Pooled()
        world.out.append(conn)
        return conn

    def putconn(self, conn):
        if conn not in world.out:
            world.faults.append("given back twice")
        else:
            world.out.remove(conn)


class AsyncConnection:
    def __init__(self, pool=None):
        self.pool = pool
        self.closed = False
        (world.out if pool else world.open).append(self)

    async def execute(self, *args):
        world.call("execute", self)

    async def fetchrow(self, *args):
        world.call("fetchrow", self)
        return (1,)

    fetchval = fetchrow

    def cursor(self, *args):
        world.call("cursor", self)
        return AsyncCursor(self)

    async def close(self):
        if self.closed:
            world.faults.append("closed twice")
        self.closed = True
        if self in world.open:
            world.open.remove(self)


class ClosedAtOnce(AsyncConnection):
    def close(self):
        self.closed = True


class AsyncCursor:
    def __init__(self, conn):
        self.conn = conn

    async def execute(self, *args):
        world.call("execute", self.conn)

    async def __aenter__(self):
        return self

    async def __aexit__(self, *failure):
        pass

    async def __aiter__(self):
        for row in (1, 2):
            world.call("next", self.conn)
            yield row


class Acquiring:
    """Can be awaited, and entered."""

    def __init__(self, pool, make):
        self.pool = pool
        self.make = make

    async def _take(self):
        world.call("connect")
        return self.make(self.pool)

    def __await__(self):
        return self._take().__await__()

    async def __aenter__(self):
        self.conn = await self._take()
        return self.conn

    async def __aexit__(self, *failure):
        if self.pool is None:
            await self.conn.close()
        else:
            await self.pool.release(self.conn)


class AsyncPool:
    make = AsyncConnection

    def acquire(self):
        return Acquiring(self, type(self).make)

    async def release(self, conn):
        if conn in world.out:
            world.out.remove(conn)
        else:
            world.faults.append("given back twice")


class MysqlPool(AsyncPool):
    make = ClosedAtOnce


async def connect_asyncpg(*args):
    world.call("connect")
    return AsyncConnection()


async def create_pool(**kwargs):
    return MysqlPool()


class Engine:
    def connect(self):
        return Connection()

    raw_connection = begin = connect


class Anything:
    """A module, decorator or object that does not matter."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything()

    def __call__(self, *args, **kwargs):
        return args[0] if len(args) == 1 and inspect.isfunction(args[0]) else Anything()


class Request:
    headers = {"X-User-Id": "7"}

    def get_json(self):
        return {
            "bet": 10,
            "spin": 1,
            "bets": [{"amount": 5, "number": 3}],
            "hand": 1,
            "action": "double",
            "amount": 5,
        }


def module(name, **names):
    made = types.ModuleType(name)
    made.__dict__.update(names)
    sys.modules[name] = made
    return made


def fakes():
    errors = dict(Error=Failure, OperationalError=Failure)
    psycopg2 = module("psycopg2", connect=Uncommitted, **errors)
    psycopg2.pool = module("psycopg2.pool", ThreadedConnectionPool=Pool)
    module("psycopg", connect=Connection)
    module("sqlite3", connect=Uncommitted, **errors)
    module("pymysql", connect=Connection)
    mysql = module("mysql")
    mysql.connector = module("mysql.connector", connect=Connection, **errors)
    pooling = types.SimpleNamespace(
        MySQLConnectionPool=lambda **k: types.SimpleNamespace(get_connection=Connection))
    mysql.connector.pooling = pooling
    module("asyncpg", connect=connect_asyncpg)
    module("aiomysql", create_pool=create_pool)
    module("aiosqlite", connect=lambda name: Acquiring(None, AsyncConnection))
    module("sqlalchemy", create_engine=lambda *a: Engine(), text=str)
    module("sqlalchemy.orm", Session=Connection, sessionmaker=lambda **k: Connection,
           scoped_session=lambda make: make)
    module("fastapi", APIRouter=Anything, Depends=lambda f: f)
    module("flask", Flask=lambda name: Anything(), Blueprint=lambda *a, **k: Anything(), g=Anything(),
           Response=list, stream_with_context=list, request=Request(),
           jsonify=lambda *a, **k: (a, k))


def outcome(function, fail_at, drop, argument):
    """What a run ends with; `drop` leaves a generator or a lent connection early."""
    global world
    world = World(fail_at)
    random.seed(1)
    secrets.randbelow = lambda limit: 3
    count = sum(1 for p in inspect.signature(function).parameters.values() if p.default is p.empty)
    arguments = [[argument, 2] if function.__name__ in LISTS else argument] * count
    try:
        if inspect.iscoroutinefunction(function):
            result = asyncio.run(function(*arguments))
        elif inspect.isasyncgenfunction(function):
            result = asyncio.run(consume(function(*arguments), drop))
        else:
            result = function(*arguments)
            if hasattr(result, "__enter__"):
                with result:
                    if drop:
                        raise KeyError("in the with")
            elif inspect.isgenerator(result):
                for _ in result:
                    if drop:
                        break
                result.close()
                result = None
        return "returned " + (repr(result) if "object at" not in repr(result) else "an object")
    except Exception as e:
        return "raised " + type(e).__name__


async def consume(generator, drop):
    try:
        async for _ in generator:
            if drop:
                break
    finally:
        await generator.aclose()


LISTS = {"loop", "skipped"}


def load(folder, name):
    for loaded in [m for m in sys.modules if m.split(".")[0] in ("shop", "connection_tracker", name)]:
        del sys.modules[loaded]
    sys.path.insert(0, folder)
    try:
        made = importlib.import_module(name)
    finally:
        sys.path.remove(folder)
    made.load_prices = lambda order: world.call("load") or 3
    return made


def find(made, name):
    owner, _, method = name.rpartition(".")
    if not owner:
        return getattr(made, name)
    return getattr(getattr(made, owner)(AsyncPool()), method)


def main(before, after, names):
    logging.disable()
    os.environ["DATABASE_URL"] = "none"
    fakes()
    problems = []
    runs = 0
    for qualified in names:
        name, _, function = qualified.partition(":")
        leaks = 0
        for drop, argument in ((False, 1), (True, 1), (False, 0), (False, -1), (False, "b")):
            for fail_at in range(0, 14):
                old = outcome(find(load(before, name), function), fail_at, drop, argument)
                calls = world.calls
                leaks += world.leaked()
                new = outcome(find(load(after, name), function), fail_at, drop, argument)
                runs += 2
                where = f"{qualified}({argument}), call {fail_at} fails, drop {drop}"
                if old != new:
                    problems.append(f"{where}: {old} before, {new} after")
                if world.leaked():
                    problems.append(f"{where}: {world.leaked()} left open")
                problems.extend(f"{where}: {fault}" for fault in world.faults)
                if fail_at > calls:
                    break
        if not leaks:
            problems.append(f"{qualified}: the original leaves nothing open")
    problems.append(f"{len(names)} functions, {runs} runs, {len(problems)} problems")
    return "\n".join(problems), 0 if len(problems) == 1 else 1


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    with contextlib.redirect_stdout(io.StringIO()):
        report, status = main(sys.argv[1], sys.argv[2], sys.argv[3:])
    print(report)
    sys.exit(status)
