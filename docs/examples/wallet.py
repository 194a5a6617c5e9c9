#!/usr/bin/env python3
"""A wallet by the contract of docs/shared-wallet.md, in memory, to try the connection with.

    python3 wallet.py KEY SECRET [PORT]

The token `token-NAME` identifies the player NAME, who starts with 1 000.00. Needs nothing but Python 3.8.
It shows what a wallet has to do: check the signature, do each transaction once and always answer it the same,
remember rollbacks that come before their bets, sign what it answers. It does not keep nonces or anything else when it
ends: a real wallet keeps both.
"""
import base64
import datetime
import hashlib
import hmac
import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

KEY, SECRET = sys.argv[1], base64.urlsafe_b64decode(sys.argv[2] + "=")
PORT = int(sys.argv[3]) if len(sys.argv) > 3 else 9100
CURRENCY = "EUR"
START = 100_000

lock = threading.Lock()
balances, done, book, nonces = {}, {}, [], set()
won, taken_back = set(), set()


def hmac_of(*lines):
    return hmac.new(SECRET, "\n".join(lines).encode(), hashlib.sha256).hexdigest()


def has(player):
    return {"status": "OK", "player": player, "currency": CURRENCY, "balance": balances.get(player, START)}


def refused(status, **more):
    return {"status": status, **more}


def move(kind, call, request):
    """A bet, win or rollback: once for each transaction_uuid."""
    uuid, player = call["transaction_uuid"], call["player"]
    if uuid in done:
        before, answer = done[uuid]
        return answer if before == request else refused("DUPLICATE_TRANSACTION")
    stake = payout = 0
    if kind == "bet":
        stake = call["amount"]
        if uuid in taken_back:
            return refused("TRANSACTION_ROLLED_BACK")
        if has(player)["balance"] < stake:
            return refused("INSUFFICIENT_FUNDS", balance=has(player)["balance"])
    else:
        bet = call["reference_transaction_uuid"]
        if kind == "win":
            payout = call["amount"]
            if bet in taken_back:
                return refused("TRANSACTION_ROLLED_BACK")
            if bet not in done:
                return refused("TRANSACTION_NOT_FOUND")
            won.add(bet)
        else:
            if bet in won:
                return refused("TRANSACTION_SETTLED")
            if bet in done and bet not in taken_back:
                payout = json.loads(done[bet][0])["amount"]
            taken_back.add(bet)
    balances[player] = has(player)["balance"] - stake + payout
    answer = dict(has(player), transaction_uuid=uuid)
    done[uuid] = (request, answer)
    at = datetime.datetime.now(datetime.timezone.utc).isoformat().replace("+00:00", "Z")
    book.append({"id": uuid, "transaction_uuid": uuid, "kind": kind, "player": player, "round": call["round"],
                 "game": call["game"], "stake": stake, "payout": payout, "at": at})
    return answer


def transactions(query):
    start = next((i + 1 for i, line in enumerate(book) if line["id"] == query.get("after")), 0)
    found = [line for line in book[start:] if line["at"] >= query["from"]]
    return {"status": "OK", "currency": CURRENCY, "transactions": found[:int(query.get("limit", 500))]}


class Wallet(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        key, stamp, nonce = (self.headers.get("X-Wallet-" + name, "") for name in ("Key", "Timestamp", "Nonce"))
        expected = hmac_of("pitboss-wallet-1", key, self.command, self.path, hashlib.sha256(body).hexdigest(),
                           stamp, nonce)
        timely = stamp.isdigit() and abs(int(stamp) - time.time() * 1000) <= 30_000
        with lock:
            if (key != KEY or not timely or nonce in nonces
                    or not hmac.compare_digest(expected, self.headers.get("X-Wallet-Signature", ""))):
                return self.reply(401, {}, nonce)
            nonces.add(nonce)
            url = urlsplit(self.path)
            kind = url.path.rsplit("/", 1)[-1]
            call = json.loads(body) if body else {}
            if kind == "user-info":
                name = call["token"][len("token-"):] if call["token"].startswith("token-") else ""
                said = dict(has(name), session="session-" + name) if name else refused("INVALID_SESSION")
            elif kind == "balance":
                said = has(call["player"])
            elif kind == "transactions":
                said = transactions({name: values[0] for name, values in parse_qs(url.query).items()})
            else:
                said = move(kind, call, body.decode())
            print(kind, call or url.query, "->", said["status"], flush=True)
            self.reply(200, said, nonce)

    do_GET = do_POST = answer

    def reply(self, status, said, nonce):
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Wallet-Signature",
                         hmac_of("pitboss-wallet-1-reply", nonce, str(status), hashlib.sha256(body).hexdigest()))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", PORT), Wallet)
print("serving http://127.0.0.1:%d/wallet" % server.server_address[1], flush=True)
server.serve_forever()
