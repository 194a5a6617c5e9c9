"""SQLAlchemy engines and sessions, MySQL, and web frameworks."""
from contextlib import contextmanager

import mysql.connector
import pymysql
from fastapi import APIRouter, Depends
from flask import Flask, Response, g, jsonify, stream_with_context
from mysql.connector import pooling
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session, scoped_session, sessionmaker

app = Flask(__name__)
router = APIRouter()
engine = create_engine("postgresql:///shop")
SessionLocal = sessionmaker(bind=engine)
registry = scoped_session(SessionLocal)
cnxpool = pooling.MySQLConnectionPool(pool_size=3)


def lost():
    conn = engine.connect()  # leak: never closed
    return conn.execute(text("select 1")).scalar()


def kept():
    with engine.connect() as conn:
        return conn.execute(text("select 1")).scalar()


def begun():
    with engine.begin() as conn:
        conn.execute(text("select 1"))


def raw():
    conn = engine.raw_connection()  # leak: close not in finally
    cur = conn.cursor()
    cur.execute("select 1")
    conn.close()


def raw_twin():
    conn = engine.raw_connection()
    try:
        conn.cursor().execute("select 1")
    finally:
        conn.close()


def session_lost(user):
    session = SessionLocal()  # leak: close not in finally
    session.add(user)
    session.commit()
    session.close()


def session_rolled_back(user):
    session = SessionLocal()  # leak: close only in except
    try:
        session.add(user)
        session.commit()
    except Exception:
        session.rollback()
        session.close()
        raise


def session_kept(user):
    with Session(engine) as session, session.begin():
        session.add(user)


@contextmanager
def session_scope():
    session = SessionLocal()
    try:
        yield session
    except BaseException:
        session.rollback()
        raise
    else:
        session.commit()


@contextmanager
def session_scope_lost():
    session = SessionLocal()  # leak: never closed
    yield session
    session.commit()


def session_ended(user):
    session = SessionLocal()
    try:
        session.add(user)
    except Exception:
        session.rollback()
        raise
    session.commit()


def session_not_ended(user):
    session = SessionLocal()  # leak: never closed
    session.add(user)
    session.flush()


def session_used_again(user):
    session = SessionLocal()  # leak: never closed
    try:
        session.add(user)
        session.commit()
    except Exception:
        session.rollback()
        raise
    return session.query(user).count()


def connection_committed():
    conn = engine.connect()  # leak: never closed
    conn.execute(text("select 1"))
    conn.commit()


def session_shared(user):
    session = registry()
    session.add(user)


def get_db():
    db = SessionLocal()
    try:
        yield db
    finally:
        db.close()


def get_db_lost():
    db = SessionLocal()  # leak: held across yield without finally
    yield db
    db.close()


@router.get("/orders/{order}")
def order_by_id(order: int, db: Session = Depends(get_db)):
    return db.get(order)


@router.delete("/orders/{order}")
def delete_order(order: int):
    db = SessionLocal()  # leak: early return
    if order < 0:
        return None
    db.delete(order)
    db.close()


def mysql_idiom(order):
    conn = None
    try:
        conn = mysql.connector.connect(host="db")
        cursor = conn.cursor()
        cursor.execute("select 1")
    except mysql.connector.Error as err:
        print(err)
    finally:
        if conn is not None and conn.is_connected():
            conn.close()


def mysql_pooled(order):
    conn = cnxpool.get_connection()  # leak: close not in finally
    conn.cursor().execute("select 1")
    conn.close()


def mysql_with(order):
    with pymysql.connect(host="db") as conn:
        conn.cursor().execute("select 1")


def connect_g():
    if "db" not in g:
        g.db = pymysql.connect(host="db")
    return g.db


@app.teardown_appcontext
def close_g(error):
    db = g.pop("db", None)
    if db is not None:
        db.close()


@app.route("/export")
def export():
    conn = pymysql.connect(host="db")

    def lines():
        try:
            for row in conn.cursor():
                yield str(row)
        finally:
            conn.close()

    return Response(stream_with_context(lines()))


@app.route("/export-lost")
def export_lost():
    conn = pymysql.connect(host="db")  # leak: held across yield without finally

    def lines():
        for row in conn.cursor():
            yield str(row)
        conn.close()

    return Response(stream_with_context(lines()))


@app.post("/pay")
def pay():
    conn = pymysql.connect(host="db")  # leak: close not in finally
    conn.cursor().execute("select 1")
    conn.close()
    return jsonify(ok=True)
