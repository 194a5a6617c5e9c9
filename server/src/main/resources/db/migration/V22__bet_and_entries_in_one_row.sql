-- A one-shot bet is one row: the round and, as they follow from it, the entries of stake and payout. What was stored before
-- stays where it is, and so does every other round and entry; `round`, `ledger_entry` and `journal` show all of them.
-- Nothing is copied, so this takes as long for ten million rounds as for none. A server of the version before cannot write
-- the views, and so settles nothing that it would not find again.
ALTER TABLE round RENAME TO stored_round;
ALTER TABLE ledger_entry RENAME TO stored_entry;

-- `seq` is the number of the stake's entry; the payout's, if there is a payout, is the next. `detail` has bet and outcome in
-- the form its first byte names. The one index finds entries and rounds: a round is asked for by the key of its request, and
-- requests are in the order of their keys but for those in `bet_key`.
CREATE TABLE bet (
  account_id bigint NOT NULL,
  seq bigint NOT NULL,
  round_id uuid NOT NULL,
  house_id bigint NOT NULL,
  stake bigint NOT NULL,
  payout bigint NOT NULL,
  balance_after bigint NOT NULL,
  seed_pair_id bigint NOT NULL,
  nonce bigint NOT NULL,
  settled_at timestamptz NOT NULL,
  rules_id integer NOT NULL,
  detail bytea NOT NULL,
  CONSTRAINT bet_in_range CHECK (seq > 0 AND stake > 0 AND payout >= 0 AND nonce >= 0),
  PRIMARY KEY (account_id, seq)
) WITH (
  autovacuum_analyze_scale_factor = 0.5, autovacuum_vacuum_insert_threshold = 200000,
  autovacuum_vacuum_insert_scale_factor = 0, autovacuum_freeze_min_age = 0);
CREATE INDEX bet_by_time ON bet USING brin (settled_at) WITH (pages_per_range = 128, autosummarize = on);

-- Bets whose key was not greater than all before: random keys, and keys made out of order. `newest` is the greatest key in
-- order among the account's bets before; it never falls from bet to bet.
CREATE TABLE bet_key (
  account_id bigint NOT NULL,
  round_id uuid NOT NULL,
  seq bigint NOT NULL,
  newest uuid NOT NULL,
  PRIMARY KEY (account_id, round_id)
);

DO $$
DECLARE
  c record;
BEGIN
  FOR c IN SELECT attname FROM pg_attribute WHERE attrelid = 'bet'::regclass AND attnum > 0
  LOOP
    EXECUTE format('ALTER TABLE bet ALTER COLUMN %I SET STATISTICS 10', c.attname);
  END LOOP;
END
$$;

-- Keys from here on are not counted as in order: a client whose clock is years ahead, or whose keys are random, would have
-- put all later keys out of order. A week is for clocks that are wrong.
CREATE FUNCTION keys_in_order_below() RETURNS uuid
LANGUAGE sql STABLE AS $$
  SELECT (lpad(to_hex((extract(epoch FROM now()) * 1000)::bigint + 604800000), 12, '0') || repeat('0', 20))::uuid
$$;

-- The greatest key in order among the account's bets; null without one.
CREATE FUNCTION newest_in_order(account bigint) RETURNS uuid
LANGUAGE sql STABLE AS $$
  SELECT coalesce(k.newest, b.round_id)
    FROM bet b LEFT JOIN bet_key k ON k.account_id = b.account_id AND k.round_id = b.round_id
   WHERE b.account_id = account ORDER BY b.seq DESC LIMIT 1
$$;

-- Number of the bet that was made under that key; null without one. Bets in order are found by halving: of any two,
-- the later one has the greater key.
CREATE FUNCTION bet_of_request(account bigint, request uuid) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
DECLARE
  low bigint;
  high bigint;
  middle bigint;
  at bigint;
  newest uuid;
BEGIN
  SELECT k.seq INTO at FROM bet_key k WHERE k.account_id = account AND k.round_id = request;
  IF at IS NOT NULL THEN
    RETURN at;
  END IF;
  SELECT b.seq, coalesce(k.newest, b.round_id) INTO high, newest
    FROM bet b LEFT JOIN bet_key k ON k.account_id = b.account_id AND k.round_id = b.round_id
   WHERE b.account_id = account ORDER BY b.seq DESC LIMIT 1;
  IF high IS NULL OR newest < request THEN
    RETURN NULL;
  END IF;
  SELECT b.seq INTO low FROM bet b WHERE b.account_id = account ORDER BY b.seq LIMIT 1;
  WHILE low < high LOOP
    -- the last bet up to the middle, and the greatest key in order up to it
    middle := low + (high - low) / 2;
    SELECT b.seq, coalesce(k.newest, b.round_id) INTO at, newest
      FROM bet b LEFT JOIN bet_key k ON k.account_id = b.account_id AND k.round_id = b.round_id
     WHERE b.account_id = account AND b.seq <= middle ORDER BY b.seq DESC LIMIT 1;
    IF at >= low AND newest >= request THEN
      high := at;
    ELSE
      low := middle + 1;
    END IF;
  END LOOP;
  RETURN (SELECT b.seq FROM bet b WHERE b.account_id = account AND b.seq = high AND b.round_id = request);
END
$$;

-- The words of which `detail` has the codes, by its first byte: so that stored bets can be read without a server. Codes are
-- the bytes from 1 that are no visible ASCII, which stands for itself; 0 is between bet and outcome, and 255 comes before a
-- number of bytes of UTF-8.
CREATE TABLE bet_word (
  form smallint NOT NULL,
  code smallint NOT NULL,
  word text NOT NULL,
  PRIMARY KEY (form, code)
);
INSERT INTO bet_word
SELECT 1, CASE WHEN place < 32 THEN place ELSE place + 95 END, word
  FROM regexp_split_to_table(
'{"type":"red","numbers":[1,3,5,7,9,12,14,16,18,19,21,23,25,27,30,32,34,36],"stake":
{"type":"black","numbers":[2,4,6,8,10,11,13,15,17,20,22,24,26,28,29,31,33,35],"stake":
{"type":"even","numbers":[2,4,6,8,10,12,14,16,18,20,22,24,26,28,30,32,34,36],"stake":
{"type":"odd","numbers":[1,3,5,7,9,11,13,15,17,19,21,23,25,27,29,31,33,35],"stake":
{"type":"low","numbers":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18],"stake":
{"type":"high","numbers":[19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,36],"stake":
{"type":"dozen","numbers":[1,2,3,4,5,6,7,8,9,10,11,12],"stake":
{"type":"dozen","numbers":[13,14,15,16,17,18,19,20,21,22,23,24],"stake":
{"type":"dozen","numbers":[25,26,27,28,29,30,31,32,33,34,35,36],"stake":
{"type":"column","numbers":[1,4,7,10,13,16,19,22,25,28,31,34],"stake":
{"type":"column","numbers":[2,5,8,11,14,17,20,23,26,29,32,35],"stake":
{"type":"column","numbers":[3,6,9,12,15,18,21,24,27,30,33,36],"stake":
{"type":"straight","numbers":[
{"type":"split","numbers":[
{"type":"street","numbers":[
{"type":"corner","numbers":[
{"type":"line","numbers":[
{"type":"trio","numbers":[
{"type":"first-four","numbers":[
{"bets":[ {"pocket": ,"color":"red","wins":[ ,"color":"black","wins":[ ,"color":"green","wins":[
,"payout": ],"stake": "}]} }]} }, }} ]} ,{
{"stake": {"stops":[ ],"grid":[[" ]],"wins":[ "],[" "]],"wins":[ {"line": ,"symbol":" ","count":
],"payout": ,"freeSpinsAwarded": ,"freeSpins":[ ],"capped":false} ],"capped":true}
}],"payout":
,"freeSpinsAwarded":0,"freeSpins":[],"capped":false}
],"payout":0,"freeSpinsAwarded":0,"freeSpins":[],"capped":false}
,"scatter":{"count": ,"multiplier":
"]],"wins":[],"payout":0,"freeSpinsAwarded":0,"freeSpins":[],"capped":false}
lighthouse compass anchor whale sailboat lantern rope shell crab starfish
lighthouse"," compass"," anchor"," whale"," sailboat"," lantern"," rope"," shell"," crab"," starfish","
{"on":"player","stake": {"on":"banker","stake": {"on":"tie","stake":
{"on":"playerPair","stake": {"on":"bankerPair","stake":
{"player":{"cards":[" },"banker":{"cards":["
},"winner":"player","wins":[ },"winner":"banker","wins":[ },"winner":"tie","wins":[
♣"," ♦"," ♥"," ♠"," ♣"],"total": ♦"],"total": ♥"],"total": ♠"],"total": ♣ ♦ ♥ ♠
00 000 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36
40 50 60 75 80', '\s+') WITH ORDINALITY w (word, place);

-- Bet (part 1) or outcome (part 2) of a stored bet.
CREATE FUNCTION bet_text(detail bytea, part integer) RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE
  texts text[] := '{"", ""}';
  reading integer := 1;
  place integer := 1;
  read_code integer;
BEGIN
  WHILE place < length(detail) LOOP
    read_code := get_byte(detail, place);
    IF read_code = 0 AND reading = 1 THEN
      reading := 2;
    ELSIF read_code = 255 THEN
      texts[reading] := texts[reading]
        || convert_from(substring(detail, place + 3, get_byte(detail, place + 1)), 'UTF8');
      place := place + 1 + get_byte(detail, place + 1);
    ELSE
      texts[reading] := texts[reading] || CASE WHEN read_code BETWEEN 32 AND 126 THEN chr(read_code)
        ELSE (SELECT w.word FROM bet_word w WHERE w.form = get_byte(detail, 0) AND w.code = read_code) END;
    END IF;
    place := place + 1;
  END LOOP;
  RETURN texts[part];
END
$$;

-- Bets as rounds; their bet and outcome are in `detail`.
CREATE VIEW bet_round AS
SELECT b.round_id, a.player_id, g.game, b.rules_id, b.stake, b.payout, NULL::text AS bet, NULL::text AS outcome,
       b.seed_pair_id, b.nonce, b.seq + (b.payout <> 0)::int AS account_seq, b.balance_after, b.settled_at, b.detail,
       b.account_id, b.seq AS bet_seq
  FROM bet b
  JOIN account a ON a.account_id = b.account_id
  LEFT JOIN game_rules g ON g.rules_id = b.rules_id;

CREATE VIEW round AS
SELECT r.*, NULL::bytea AS detail, NULL::bigint AS account_id, NULL::bigint AS bet_seq FROM stored_round r
UNION ALL
SELECT b.round_id, b.player_id, b.game, b.rules_id, b.stake, b.payout, bet_text(b.detail, 1), bet_text(b.detail, 2),
       b.seed_pair_id, b.nonce, b.account_seq, b.balance_after, b.settled_at, b.detail, b.account_id, b.bet_seq
  FROM bet_round b;

-- `bet_seq` is the number of the bet an entry follows from, `written_by` the transaction that wrote it.
CREATE VIEW ledger_entry AS
SELECT e.*, NULL::bigint AS bet_seq, e.xmin AS written_by FROM stored_entry e
UNION ALL
SELECT b.account_id, b.seq, b.house_id, -b.stake, b.balance_after - b.payout, 'stake'::text, b.round_id, b.settled_at,
       b.seq, b.xmin
  FROM bet b
UNION ALL
SELECT b.account_id, b.seq + 1, b.house_id, b.payout, b.balance_after, 'payout'::text, b.round_id, b.settled_at,
       b.seq, b.xmin
  FROM bet b WHERE b.payout <> 0;

CREATE OR REPLACE VIEW journal AS
SELECT posted_at, kind, round_id,
       CASE WHEN amount > 0 THEN counter_account_id ELSE account_id END AS debit_account_id,
       CASE WHEN amount > 0 THEN account_id ELSE counter_account_id END AS credit_account_id,
       abs(amount) AS amount
  FROM ledger_entry;

-- The player's round of that ref. As a condition on `round` it would read all the player's bets.
CREATE FUNCTION round_of(player bigint, ref uuid) RETURNS SETOF round
LANGUAGE sql STABLE AS $$
  SELECT r.*, NULL::bytea, NULL::bigint, NULL::bigint
    FROM stored_round r WHERE r.player_id = player AND r.round_id = ref
  UNION ALL
  SELECT b.*
    FROM account a
    JOIN bet_round b ON b.account_id = a.account_id AND b.bet_seq = bet_of_request(a.account_id, ref)
   WHERE a.kind = 'player' AND a.player_id = player
$$;

-- An account's entries above a number, in their order, and at most so many; all when that is null.
CREATE FUNCTION entries_above(account bigint, above bigint, most bigint) RETURNS SETOF ledger_entry
LANGUAGE sql STABLE AS $$
  SELECT e.* FROM (
    (SELECT s.*, NULL::bigint, s.xmin FROM stored_entry s
      WHERE s.account_id = account AND s.seq > above ORDER BY s.seq LIMIT most)
    UNION ALL
    (SELECT b.account_id, b.seq + l.step, b.house_id, l.amount, l.balance_after, l.kind, b.round_id, b.settled_at,
            b.seq, b.xmin
       FROM (SELECT b.*, b.xmin FROM bet b
              WHERE b.account_id = account AND b.seq >= above ORDER BY b.seq LIMIT most + 1) b
      CROSS JOIN LATERAL (VALUES (0, -b.stake, b.balance_after - b.payout, 'stake'),
                                 (1, b.payout, b.balance_after, 'payout')) l (step, amount, balance_after, kind)
      WHERE l.amount <> 0 AND b.seq + l.step > above)) e
   ORDER BY e.seq LIMIT most
$$;

-- An account's last entries, the newest first.
CREATE FUNCTION last_entries(account bigint, most bigint) RETURNS SETOF ledger_entry
LANGUAGE sql STABLE AS $$
  SELECT e.* FROM (
    (SELECT s.*, NULL::bigint, s.xmin FROM stored_entry s
      WHERE s.account_id = account ORDER BY s.seq DESC LIMIT most)
    UNION ALL
    (SELECT b.account_id, b.seq + l.step, b.house_id, l.amount, l.balance_after, l.kind, b.round_id, b.settled_at,
            b.seq, b.xmin
       FROM (SELECT b.*, b.xmin FROM bet b WHERE b.account_id = account ORDER BY b.seq DESC LIMIT most) b
      CROSS JOIN LATERAL (VALUES (0, -b.stake, b.balance_after - b.payout, 'stake'),
                                 (1, b.payout, b.balance_after, 'payout')) l (step, amount, balance_after, kind)
      WHERE l.amount <> 0)) e
   ORDER BY e.seq DESC LIMIT most
$$;

GRANT SELECT, INSERT ON bet, bet_key TO pitboss_app;
GRANT SELECT ON bet_word, bet_round, round, ledger_entry, journal TO pitboss_app;
