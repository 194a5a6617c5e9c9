"""Casino API: slots, roulette, blackjack, crash and the players' history."""
import json
import logging
import random
import secrets
from contextlib import closing

from flask import Blueprint, jsonify, request

from connection_tracker import get_tracked_connection, release_connection, tracker_report

logger = logging.getLogger(__name__)
casino_bp = Blueprint("casino", __name__, url_prefix="/api/casino")


def current_user_id():
    return request.headers.get("X-User-Id")


@casino_bp.route("/health")
def health():
    return jsonify(tracker_report())


@casino_bp.route("/balance", methods=["GET"])
def balance():
    user_id = current_user_id()
    conn = get_tracked_connection("casino_api.py::balance")
    try:
        cur = conn.cursor()
        cur.execute("SELECT balance FROM users WHERE id = %s", (user_id,))
        row = cur.fetchone()
        cur.close()
    finally:
        conn.close()
    if row is None:
        return jsonify({"error": "user not found"}), 404
    return jsonify({"balance": float(row[0])})


@casino_bp.route("/slots/bet", methods=["POST"])
def slots_bet():
    conn = None
    try:
        data = request.get_json()
        bet = float(data["bet"])
        conn = get_tracked_connection("casino_api.py::slots_bet")
        cur = conn.cursor()
        cur.execute("SELECT balance FROM users WHERE id = %s FOR UPDATE", (current_user_id(),))
        row = cur.fetchone()
        if row is None or row[0] < bet:
            return jsonify({"error": "insufficient balance"}), 400
        cur.execute("UPDATE users SET balance = balance - %s WHERE id = %s", (bet, current_user_id()))
        conn.commit()
        return jsonify({"ok": True})
    except Exception as e:
        logger.error("slots_bet failed: %s", e)
        return jsonify({"error": "internal error"}), 500
    finally:
        if conn:
            conn.close()


@casino_bp.route("/slots/result", methods=["POST"])
def slots_result():
    data = request.get_json()
    conn = get_tracked_connection("casino_api.py::slots_result")
    with closing(conn):
        cur = conn.cursor()
        cur.execute("SELECT bet FROM spins WHERE id = %s AND user_id = %s", (data["spin"], current_user_id()))
        spin = cur.fetchone()
        if spin is None:
            return jsonify({"error": "no such spin"}), 404
        grid = [random.randint(0, 7) for _ in range(15)]
        win = payout(grid, spin[0])
        cur.execute("UPDATE users SET balance = balance + %s WHERE id = %s", (win, current_user_id()))
        conn.commit()
    return jsonify({"grid": grid, "win": float(win)})


@casino_bp.route("/roulette/spin", methods=["POST"])
def roulette_spin():
    conn = None
    try:
        data = request.get_json()
        conn = get_tracked_connection("casino_api.py::roulette_spin")
        cur = conn.cursor()
        total = sum(b["amount"] for b in data["bets"])
        cur.execute("UPDATE users SET balance = balance - %s WHERE id = %s", (total, current_user_id()))
        pocket = secrets.randbelow(37)
        win = settle_roulette(data["bets"], pocket)
        cur.execute("UPDATE users SET balance = balance + %s WHERE id = %s", (win, current_user_id()))
        conn.commit()
    except Exception:
        if conn:
            conn.rollback()
            conn.close()
        logger.exception("roulette_spin failed")
        return jsonify({"error": "internal error"}), 500
    return jsonify({"pocket": pocket, "win": float(win)})


@casino_bp.route("/blackjack/deal", methods=["POST"])
def blackjack_deal():
    bet = request.get_json()["bet"]
    deck = new_deck()
    hand = {"player": [deck.pop(), deck.pop()], "dealer": [deck.pop(), deck.pop()]}
    conn = get_tracked_connection("casino_api.py::blackjack_deal")
    try:
        cur = conn.cursor()
        cur.execute(
            "INSERT INTO hands (user_id, bet, state) VALUES (%s, %s, %s) RETURNING id",
            (current_user_id(), bet, json.dumps(hand)),
        )
        hand_id = cur.fetchone()[0]
        conn.commit()
    finally:
        conn.close()
    return jsonify({"hand": hand_id, "player": hand["player"]})


@casino_bp.route("/blackjack/action", methods=["POST"])
def blackjack_action():
    data = request.get_json()
    conn = get_tracked_connection("casino_api.py::blackjack_action")
    try:
        cur = conn.cursor()
        cur.execute("SELECT state FROM hands WHERE id = %s FOR UPDATE", (data["hand"],))
        state = json.loads(cur.fetchone()[0])
        state = play(state, data["action"])
        cur.execute("UPDATE hands SET state = %s WHERE id = %s", (json.dumps(state), data["hand"]))
        conn.commit()
        return jsonify(state)
    finally:
        if data["action"] != "double":
            release_connection(conn)


@casino_bp.route("/crash/bet", methods=["POST"])
def crash_bet():
    data = request.get_json()
    conn = get_tracked_connection("casino_api.py::crash_bet")
    try:
        cur = conn.cursor()
        cur.execute("SELECT id FROM crash_rounds WHERE state = 'betting'")
        round_row = cur.fetchone()
        if not round_row:
            return jsonify({"error": "betting is closed"}), 409
        cur.execute(
            "INSERT INTO crash_bets (round_id, user_id, amount) VALUES (%s, %s, %s)",
            (round_row[0], current_user_id(), data["amount"]),
        )
        conn.commit()
        return jsonify({"round": round_row[0]})
    finally:
        conn.close()


@casino_bp.route("/crash/cashout", methods=["POST"])
def crash_cashout():
    conn = get_tracked_connection("casino_api.py::crash_cashout")
    try:
        cur = conn.cursor()
        cur.execute("SELECT multiplier FROM crash_rounds WHERE state = 'running'")
        multiplier = cur.fetchone()[0]
        cur.execute("UPDATE crash_bets SET cashed_out = %s WHERE user_id = %s", (multiplier, current_user_id()))
        conn.commit()
        return jsonify({"multiplier": float(multiplier)})
    except TypeError:
        return jsonify({"error": "no round is running"}), 409
    finally:
        release_connection(conn)


@casino_bp.route("/crash/state")
def crash_state():
    return jsonify(read_state(get_tracked_connection("casino_api.py::crash_state").cursor()))


@casino_bp.route("/game-history")
def game_history():
    rounds = []
    for game in ("slots", "roulette", "blackjack", "crash"):
        conn = get_tracked_connection("casino_api.py::game_history")
        cur = conn.cursor()
        cur.execute("SELECT id, bet, win FROM rounds WHERE user_id = %s AND game = %s", (current_user_id(), game))
        rounds.extend(cur.fetchall())
    conn.close()
    return jsonify({"rounds": rounds})


@casino_bp.route("/game-history/<int:round_id>")
def game_history_round(round_id):
    conn = get_tracked_connection("casino_api.py::game_history_round")
    try:
        cur = conn.cursor()
        cur.execute("SELECT * FROM rounds WHERE id = %s", (round_id,))
        return jsonify(cur.fetchone())
    except Exception as e:
        logger.error("game_history_round failed: %s", e)
        return jsonify({"error": "internal error"}), 500
    finally:
        conn.close()


@casino_bp.route("/players/<player>/stats")
def player_stats(player):
    conn = get_tracked_connection("casino_api.py::player_stats")
    try:
        cur = conn.cursor()
        cur.execute("SELECT count(*), sum(win) FROM rounds WHERE user_id = %s", (player,))
        played, won = cur.fetchone()
    except ValueError:
        conn.close()
        return jsonify({"error": "no rounds"}), 404
    conn.close()
    return jsonify({"played": played, "won": float(won)})


@casino_bp.route("/leaderboard")
def leaderboard():
    conn = None
    try:
        conn = get_tracked_connection("casino_api.py::leaderboard")
        cur = conn.cursor()
        cur.execute("SELECT name, balance FROM users ORDER BY balance DESC LIMIT 10")
        return jsonify([list(row) for row in cur.fetchall()])
    finally:
        release_connection(conn)


def payout(grid, bet):
    return bet * max(grid.count(symbol) for symbol in set(grid)) // 5


def settle_roulette(bets, pocket):
    return sum(b["amount"] * 36 for b in bets if b.get("number") == pocket)


def new_deck():
    deck = [rank * 4 + suit for rank in range(13) for suit in range(4)]
    random.shuffle(deck)
    return deck


def play(state, action):
    if action not in ("hit", "stand", "double"):
        raise ValueError(action)
    state["last"] = action
    return state


def read_state(cur):
    cur.execute("SELECT state, multiplier FROM crash_rounds ORDER BY id DESC LIMIT 1")
    return list(cur.fetchone())
