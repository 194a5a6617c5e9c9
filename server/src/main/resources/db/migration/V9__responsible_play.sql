-- The profile of the jurisdiction an operator is in; it comes with the server.
ALTER TABLE operator ADD COLUMN jurisdiction text NOT NULL DEFAULT 'social';

-- What a player has set. `amount` is in force: minor units, or minutes of 'time' and 'reality_check'.
-- From `changes_at` on it is `next_amount`, or nothing when that is null.
CREATE TABLE player_limit (
  player_id bigint NOT NULL REFERENCES player,
  kind text NOT NULL CHECK (kind IN ('loss', 'stake', 'time', 'reality_check')),
  period text NOT NULL CHECK (period IN ('day', 'week', 'month', 'streak')),
  amount bigint CHECK (amount > 0),
  next_amount bigint CHECK (next_amount > 0),
  changes_at timestamptz,
  set_at timestamptz NOT NULL,
  PRIMARY KEY (player_id, kind, period),
  CHECK ((kind = 'reality_check') = (period = 'streak')),
  CHECK (next_amount IS NULL OR changes_at IS NOT NULL),
  CHECK (changes_at IS NULL OR amount IS NOT NULL)
);

-- Breaks and self-exclusions. Rows are only ever added: none can be shortened or taken back by the
-- server, and the latest end of a kind holds. 'infinity' is for ever.
CREATE TABLE player_exclusion (
  player_id bigint NOT NULL REFERENCES player,
  kind text NOT NULL CHECK (kind IN ('cooling_off', 'self_exclusion')),
  until timestamptz NOT NULL,
  since timestamptz NOT NULL,
  PRIMARY KEY (player_id, kind, until),
  CHECK (until > since)
);

-- Sums of a player's statement by day, of all its entries up to number `through_seq`. What came after
-- is added up when it is asked for. A streak is bets with no break longer than a quarter of an hour.
CREATE TABLE play_usage (
  player_id bigint PRIMARY KEY REFERENCES player,
  through_seq bigint NOT NULL DEFAULT 0 CHECK (through_seq >= 0),
  streak_since timestamptz NOT NULL DEFAULT 'epoch',
  streak_last timestamptz NOT NULL DEFAULT 'epoch',
  streak_net bigint NOT NULL DEFAULT 0,
  checked_at timestamptz NOT NULL DEFAULT 'epoch'
);

CREATE TABLE play_day (
  player_id bigint NOT NULL,
  day date NOT NULL,
  staked bigint NOT NULL,
  paid bigint NOT NULL,
  bets bigint NOT NULL,
  played_millis bigint NOT NULL,
  PRIMARY KEY (player_id, day)
);

GRANT SELECT, INSERT, UPDATE ON player_limit, play_usage, play_day TO pitboss_app;
GRANT SELECT, INSERT ON player_exclusion TO pitboss_app;
