-- Rounds of several steps. While one is open its stakes wait in the player's escrow account, and it
-- is a row here: the choices made so far and the draws that were taken for it, from which the rest
-- follows. No card is stored. The transaction that settles it deletes the row and writes the `round`.
CREATE TABLE open_round (
  round_id uuid PRIMARY KEY,
  player_id bigint NOT NULL,
  request_id uuid NOT NULL,
  game text NOT NULL,
  rules_id integer NOT NULL,
  staked bigint NOT NULL CHECK (staked > 0),
  bet text NOT NULL,
  version integer NOT NULL DEFAULT 0 CHECK (version >= 0),
  seed_pair_id bigint NOT NULL,
  nonce bigint NOT NULL CHECK (nonce >= 0),
  opened_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  CONSTRAINT one_open_round_per_game UNIQUE (player_id, game),
  CONSTRAINT one_open_round_per_nonce UNIQUE (seed_pair_id, nonce)
) WITH (fillfactor = 50);
CREATE INDEX open_round_by_end ON open_round (ends_at);

-- What a player did in such a round, each by one request: version 0 opened it. Written once; kept so
-- that a repeated request finds what it did, and gets its first answer.
CREATE TABLE move (
  player_id bigint NOT NULL,
  request_id uuid NOT NULL,
  round_id uuid NOT NULL,
  version integer NOT NULL CHECK (version >= 0),
  request text NOT NULL,
  balance_after bigint NOT NULL,
  ends_at timestamptz,
  made_at timestamptz NOT NULL,
  CONSTRAINT one_move_per_request PRIMARY KEY (player_id, request_id),
  CONSTRAINT one_move_per_version UNIQUE (round_id, version)
);

-- 'hold' takes a stake from the player to escrow, 'release' brings it back in the transaction that
-- stakes it for good; so every movement is on the player's statement, and escrow holds exactly the
-- stakes of open rounds.
ALTER TABLE ledger_entry
  DROP CONSTRAINT ledger_entry_kind_check,
  DROP CONSTRAINT ledger_entry_check1,
  ADD CONSTRAINT ledger_entry_kind_check CHECK (kind IN ('grant', 'hold', 'release', 'stake', 'payout')),
  ADD CONSTRAINT ledger_entry_of_a_round CHECK ((kind = 'grant') = (round_id IS NULL));

GRANT SELECT, INSERT, UPDATE, DELETE ON open_round TO pitboss_app;
GRANT SELECT, INSERT ON move TO pitboss_app;
