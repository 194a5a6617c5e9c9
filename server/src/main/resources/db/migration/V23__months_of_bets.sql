-- Bets by month. `stored_bet` is empty itself: `bet`, where bets are written, and the tables of the months that are over
-- inherit from it, so what reads it reads all of them. At the end of a month `bet` is renamed and an empty one takes its
-- place; no row is copied, and a bet always finds its table. The bets that are there are the first month.
CREATE TABLE stored_bet (
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
  CONSTRAINT bet_in_range CHECK (seq > 0 AND stake > 0 AND payout >= 0 AND nonce >= 0)
);
ALTER TABLE bet INHERIT stored_bet;

-- Months of bets, in their order. `open` is the one whose table is `bet`, `closed` those with a table of their own,
-- `archived` those that are a file. A month is what was settled while it was the open one, and named by its beginning.
CREATE TABLE bet_month (
  month_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  opened_at timestamptz NOT NULL,
  closed_at timestamptz,
  relation text UNIQUE,
  state text NOT NULL CHECK (state IN ('open', 'closed', 'archived')),
  file text UNIQUE,
  sha256 bytea,
  bets bigint,
  rules integer[] NOT NULL DEFAULT '{}',
  CONSTRAINT bet_month_closed CHECK (
    (state = 'open') = (relation IS NULL) AND (state = 'open') = (closed_at IS NULL)),
  CONSTRAINT bet_month_archived CHECK (
    (state = 'archived') = (file IS NOT NULL AND sha256 IS NOT NULL AND bets IS NOT NULL))
);
CREATE UNIQUE INDEX bet_month_open ON bet_month (state) WHERE state = 'open';
INSERT INTO bet_month (opened_at, state)
SELECT coalesce((SELECT settled_at FROM bet WHERE ctid < '(1,0)' LIMIT 1), now()), 'open';

-- What remains of archived bets: a row for each run of an account's bets with no other entry in between, of one seed pair
-- and one account of the house. `keys` has the last eight bytes of each key in order; the other keys are still in `bet_key`.
CREATE TABLE archived_bets (
  account_id bigint NOT NULL,
  first_seq bigint NOT NULL,
  last_seq bigint NOT NULL,
  month_id integer NOT NULL,
  house_id bigint NOT NULL,
  seed_pair_id bigint NOT NULL,
  first_nonce bigint NOT NULL,
  bets integer NOT NULL,
  staked bigint NOT NULL,
  paid bigint NOT NULL,
  balance_after bigint NOT NULL,
  newest uuid NOT NULL,
  keys bytea NOT NULL,
  CONSTRAINT archived_bets_in_range CHECK (bets > 0 AND last_seq - first_seq + 1 BETWEEN bets AND 2 * bets::bigint),
  PRIMARY KEY (account_id, first_seq)
);
ALTER TABLE archived_bets ALTER COLUMN keys SET STORAGE EXTERNAL;
CREATE INDEX archived_bets_of_month ON archived_bets USING brin (month_id);

-- Those whose table is gone: until then the table counts.
CREATE VIEW archived_run AS
SELECT b.* FROM archived_bets b JOIN bet_month m ON m.month_id = b.month_id WHERE m.state = 'archived';

-- Makes the table in which bets are written.
CREATE FUNCTION create_bet_table() RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  c record;
BEGIN
  CREATE TABLE bet (CONSTRAINT bet_pkey PRIMARY KEY (account_id, seq)) INHERITS (stored_bet) WITH (
    autovacuum_analyze_scale_factor = 0.5, autovacuum_vacuum_insert_threshold = 200000,
    autovacuum_vacuum_insert_scale_factor = 0, autovacuum_freeze_min_age = 0);
  CREATE INDEX bet_by_time ON bet USING brin (settled_at) WITH (pages_per_range = 128, autosummarize = on);
  FOR c IN SELECT attname FROM pg_attribute WHERE attrelid = 'bet'::regclass AND attnum > 0
  LOOP
    EXECUTE format('ALTER TABLE bet ALTER COLUMN %I SET STATISTICS 10', c.attname);
  END LOOP;
  GRANT SELECT, INSERT ON bet TO pitboss_app;
END
$$;

-- Closes the open month if `at` is in a later one: bets wait as long as it takes to rename a table, and at most for
-- `lock_timeout`. Says the name of its table; null without an effect. Of several servers one does it.
CREATE FUNCTION close_bet_month(at timestamptz) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '250ms' AS $$
DECLARE
  ended bet_month;
  name text;
BEGIN
  SELECT * INTO ended FROM bet_month WHERE state = 'open' FOR UPDATE SKIP LOCKED;
  IF ended.month_id IS NULL
     OR to_char(at AT TIME ZONE 'UTC', 'YYYYMM') <= to_char(ended.opened_at AT TIME ZONE 'UTC', 'YYYYMM') THEN
    RETURN NULL;
  END IF;
  BEGIN
    LOCK TABLE bet IN ACCESS EXCLUSIVE MODE;
  EXCEPTION WHEN lock_not_available THEN
    RETURN NULL;
  END;
  IF NOT EXISTS (SELECT FROM bet) THEN
    UPDATE bet_month SET opened_at = at WHERE month_id = ended.month_id;
    RETURN NULL;
  END IF;
  name := 'bet_' || to_char(ended.opened_at AT TIME ZONE 'UTC', 'YYYY_MM');
  IF to_regclass(name) IS NOT NULL OR EXISTS (SELECT FROM bet_month WHERE relation = name) THEN
    name := name || '_' || ended.month_id;
  END IF;
  EXECUTE format('ALTER TABLE bet RENAME TO %I', name);
  EXECUTE format('ALTER INDEX bet_pkey RENAME TO %I', name || '_pkey');
  EXECUTE format('ALTER INDEX bet_by_time RENAME TO %I', name || '_by_time');
  EXECUTE format('REVOKE INSERT ON %I FROM pitboss_app', name);
  PERFORM create_bet_table();
  UPDATE bet_month SET state = 'closed', relation = name, closed_at = clock_timestamp()
   WHERE month_id = ended.month_id;
  INSERT INTO bet_month (opened_at, state) VALUES (at, 'open');
  RETURN name;
END
$$;

-- Removes what an attempt to archive a month has left; the month's table is still there.
CREATE FUNCTION forget_archived_bets(of_month integer) RETURNS bigint
LANGUAGE sql SET search_path = public, pg_temp AS $$
  WITH gone AS (
    DELETE FROM archived_bets b
     WHERE b.month_id = of_month
       AND EXISTS (SELECT FROM bet_month m WHERE m.month_id = of_month AND m.state = 'closed' FOR UPDATE)
    RETURNING 1)
  SELECT count(*) FROM gone
$$;

-- The month becomes its file: its table goes in the transaction that says so. The caller, who owns the schema, has
-- compared the file with the table, bet by bet. What reads all bets is waited for, so that nothing sees neither table nor
-- file; bets that are written do not wait. False if that takes too long, and for a month that is not closed, or not the
-- oldest.
CREATE FUNCTION archive_bet_month(of_month integer, into_file text, digest bytea, of_bets bigint, of_rules integer[])
RETURNS boolean
LANGUAGE plpgsql SET search_path = public, pg_temp SET lock_timeout = '250ms' AS $$
DECLARE
  ended bet_month;
BEGIN
  SELECT * INTO ended FROM bet_month WHERE month_id = of_month FOR UPDATE;
  IF ended.state IS DISTINCT FROM 'closed'
     OR EXISTS (SELECT FROM bet_month WHERE month_id < of_month AND state <> 'archived')
     OR of_bets <> (SELECT coalesce(sum(bets), 0) FROM archived_bets WHERE month_id = of_month) THEN
    RETURN false;
  END IF;
  BEGIN
    LOCK TABLE ONLY stored_bet IN ACCESS EXCLUSIVE MODE;
    EXECUTE format('DROP TABLE %I', ended.relation);
  EXCEPTION WHEN lock_not_available THEN
    RETURN false;
  END;
  UPDATE bet_month SET state = 'archived', file = into_file, sha256 = digest, bets = of_bets, rules = of_rules
   WHERE month_id = of_month;
  RETURN true;
END
$$;

-- The greatest key in order among the account's bets; null without one. The open month has it of every account that plays.
CREATE OR REPLACE FUNCTION newest_in_order(account bigint) RETURNS uuid
LANGUAGE plpgsql STABLE AS $$
DECLARE
  found uuid;
BEGIN
  SELECT coalesce(k.newest, b.round_id) INTO found
    FROM bet b LEFT JOIN bet_key k ON k.account_id = b.account_id AND k.round_id = b.round_id
   WHERE b.account_id = account ORDER BY b.seq DESC LIMIT 1;
  IF found IS NULL THEN
    SELECT coalesce(k.newest, b.round_id) INTO found
      FROM stored_bet b LEFT JOIN bet_key k ON k.account_id = b.account_id AND k.round_id = b.round_id
     WHERE b.account_id = account ORDER BY b.seq DESC LIMIT 1;
  END IF;
  IF found IS NULL THEN
    SELECT r.newest INTO found
      FROM archived_bets r WHERE r.account_id = account ORDER BY r.first_seq DESC LIMIT 1;
  END IF;
  RETURN found;
END
$$;

-- First number of the run of archived bets with that key in order; null without one. Of any two runs, the later one has
-- the greater keys.
CREATE FUNCTION archived_bet_of_request(account bigint, request uuid) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
DECLARE
  run record;
  rest bytea;
  place integer;
BEGIN
  SELECT r.first_seq, r.keys INTO run
    FROM archived_bets r WHERE r.account_id = account AND r.newest >= request ORDER BY r.first_seq LIMIT 1;
  rest := run.keys;
  place := position(substring(uuid_send(request), 9) IN rest);
  -- a match that begins within a key is not a key
  WHILE place % 8 <> 1 AND place > 0 LOOP
    rest := substring(rest, place + 8 - (place - 1) % 8);
    place := position(substring(uuid_send(request), 9) IN rest);
  END LOOP;
  RETURN CASE WHEN place > 0 THEN run.first_seq END;
END
$$;

-- The same of the bets before a number, in the months that are over and in the archive.
CREATE FUNCTION earlier_bet_of_request(account bigint, request uuid, below bigint) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
DECLARE
  low bigint;
  high bigint;
  middle bigint;
  at bigint;
  newest uuid;
  first bigint;
BEGIN
  SELECT b.seq, coalesce(k.newest, b.round_id) INTO high, newest
    FROM stored_bet b LEFT JOIN bet_key k ON k.account_id = b.account_id AND k.round_id = b.round_id
   WHERE b.account_id = account AND b.seq < below ORDER BY b.seq DESC LIMIT 1;
  IF high IS NULL THEN
    RETURN archived_bet_of_request(account, request);
  END IF;
  IF newest < request THEN
    RETURN NULL;
  END IF;
  SELECT b.seq INTO low FROM stored_bet b WHERE b.account_id = account ORDER BY b.seq LIMIT 1;
  first := low;
  WHILE low < high LOOP
    middle := low + (high - low) / 2;
    SELECT b.seq, coalesce(k.newest, b.round_id) INTO at, newest
      FROM stored_bet b LEFT JOIN bet_key k ON k.account_id = b.account_id AND k.round_id = b.round_id
     WHERE b.account_id = account AND b.seq <= middle ORDER BY b.seq DESC LIMIT 1;
    IF at >= low AND newest >= request THEN
      high := at;
    ELSE
      low := middle + 1;
    END IF;
  END LOOP;
  SELECT b.seq INTO at FROM stored_bet b WHERE b.account_id = account AND b.seq = high AND b.round_id = request;
  IF at IS NULL AND high = first THEN
    RETURN archived_bet_of_request(account, request);
  END IF;
  RETURN at;
END
$$;

-- Number of the bet that was made under that key; null without one. Of an archived bet it is the first of its run. Bets in
-- order are found by halving: of any two, the later one has the greater key. The open month is looked at alone, first:
-- the key of a new bet that is out of order for another reason than its time is greater than all that are in order.
CREATE OR REPLACE FUNCTION bet_of_request(account bigint, request uuid) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
DECLARE
  low bigint;
  high bigint;
  middle bigint;
  at bigint;
  newest uuid;
  first bigint;
BEGIN
  SELECT k.seq INTO at FROM bet_key k WHERE k.account_id = account AND k.round_id = request;
  IF at IS NOT NULL THEN
    RETURN at;
  END IF;
  SELECT b.seq, coalesce(k.newest, b.round_id) INTO high, newest
    FROM bet b LEFT JOIN bet_key k ON k.account_id = b.account_id AND k.round_id = b.round_id
   WHERE b.account_id = account ORDER BY b.seq DESC LIMIT 1;
  IF high IS NULL THEN
    RETURN earlier_bet_of_request(account, request, 9223372036854775807);
  END IF;
  IF newest < request THEN
    RETURN NULL;
  END IF;
  SELECT b.seq INTO low FROM bet b WHERE b.account_id = account ORDER BY b.seq LIMIT 1;
  first := low;
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
  SELECT b.seq INTO at FROM bet b WHERE b.account_id = account AND b.seq = high AND b.round_id = request;
  IF at IS NULL AND high = first THEN
    RETURN earlier_bet_of_request(account, request, first);
  END IF;
  RETURN at;
END
$$;

CREATE OR REPLACE VIEW bet_round AS
SELECT b.round_id, a.player_id, g.game, b.rules_id, b.stake, b.payout, NULL::text AS bet, NULL::text AS outcome,
       b.seed_pair_id, b.nonce, b.seq + (b.payout <> 0)::int AS account_seq, b.balance_after, b.settled_at, b.detail,
       b.account_id, b.seq AS bet_seq
  FROM stored_bet b
  JOIN account a ON a.account_id = b.account_id
  LEFT JOIN game_rules g ON g.rules_id = b.rules_id;

CREATE OR REPLACE VIEW ledger_entry AS
SELECT e.*, NULL::bigint AS bet_seq, e.xmin AS written_by FROM stored_entry e
UNION ALL
SELECT b.account_id, b.seq, b.house_id, -b.stake, b.balance_after - b.payout, 'stake'::text, b.round_id, b.settled_at,
       b.seq, b.xmin
  FROM stored_bet b
UNION ALL
SELECT b.account_id, b.seq + 1, b.house_id, b.payout, b.balance_after, 'payout'::text, b.round_id, b.settled_at,
       b.seq, b.xmin
  FROM stored_bet b WHERE b.payout <> 0;

CREATE OR REPLACE FUNCTION entries_above(account bigint, above bigint, most bigint) RETURNS SETOF ledger_entry
LANGUAGE sql STABLE AS $$
  SELECT e.* FROM (
    (SELECT s.*, NULL::bigint, s.xmin FROM stored_entry s
      WHERE s.account_id = account AND s.seq > above ORDER BY s.seq LIMIT most)
    UNION ALL
    (SELECT b.account_id, b.seq + l.step, b.house_id, l.amount, l.balance_after, l.kind, b.round_id, b.settled_at,
            b.seq, b.xmin
       FROM (SELECT b.*, b.xmin FROM stored_bet b
              WHERE b.account_id = account AND b.seq >= above ORDER BY b.seq LIMIT most + 1) b
      CROSS JOIN LATERAL (VALUES (0, -b.stake, b.balance_after - b.payout, 'stake'),
                                 (1, b.payout, b.balance_after, 'payout')) l (step, amount, balance_after, kind)
      WHERE l.amount <> 0 AND b.seq + l.step > above)) e
   ORDER BY e.seq LIMIT most
$$;

CREATE OR REPLACE FUNCTION last_entries(account bigint, most bigint) RETURNS SETOF ledger_entry
LANGUAGE sql STABLE AS $$
  SELECT e.* FROM (
    (SELECT s.*, NULL::bigint, s.xmin FROM stored_entry s
      WHERE s.account_id = account ORDER BY s.seq DESC LIMIT most)
    UNION ALL
    (SELECT b.account_id, b.seq + l.step, b.house_id, l.amount, l.balance_after, l.kind, b.round_id, b.settled_at,
            b.seq, b.xmin
       FROM (SELECT b.*, b.xmin FROM stored_bet b WHERE b.account_id = account ORDER BY b.seq DESC LIMIT most) b
      CROSS JOIN LATERAL (VALUES (0, -b.stake, b.balance_after - b.payout, 'stake'),
                                 (1, b.payout, b.balance_after, 'payout')) l (step, amount, balance_after, kind)
      WHERE l.amount <> 0)) e
   ORDER BY e.seq DESC LIMIT most
$$;

GRANT SELECT ON stored_bet, bet_month, archived_bets, archived_run TO pitboss_app;
REVOKE ALL ON FUNCTION create_bet_table(), close_bet_month(timestamptz), forget_archived_bets(integer),
  archive_bet_month(integer, text, bytea, bigint, integer[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION close_bet_month(timestamptz) TO pitboss_app;
