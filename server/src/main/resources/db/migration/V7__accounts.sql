-- Names people sign in by, lower-case, one of a kind per operator. A guest has none; who only signs in
-- elsewhere has one without a password. The hash is Argon2id in its PHC form, with salt and costs.
CREATE TABLE player_login (
  operator_id integer NOT NULL REFERENCES operator,
  login_name text NOT NULL CHECK (login_name = lower(login_name COLLATE "C")),
  player_id bigint NOT NULL UNIQUE REFERENCES player,
  password_hash text CHECK (password_hash LIKE '$argon2id$%'),
  password_changed_at timestamptz,
  PRIMARY KEY (operator_id, login_name),
  CHECK ((password_hash IS NULL) = (password_changed_at IS NULL))
);

-- Attempts to sign in that have not been proven right, counted before they are judged, so that many at
-- once are no way around the count. `subject` is the hash of a name or an address, whether or not there
-- is such a player.
CREATE TABLE sign_in_failure (
  subject bytea PRIMARY KEY CHECK (octet_length(subject) = 32),
  failures integer NOT NULL CHECK (failures > 0),
  locked_until timestamptz NOT NULL,
  forget_at timestamptz NOT NULL
);
CREATE INDEX sign_in_failure_by_age ON sign_in_failure (forget_at);

-- `expires_at` moves on while a session is used, up to `ends_at`. Of where it is used only as much is
-- kept as its owner needs to recognise it.
ALTER TABLE session
  ADD COLUMN session_id uuid NOT NULL DEFAULT gen_random_uuid(),
  ADD COLUMN ends_at timestamptz,
  ADD COLUMN last_used_at timestamptz,
  ADD COLUMN agent text NOT NULL DEFAULT 'unknown' CHECK (length(agent) <= 64),
  ADD COLUMN network text NOT NULL DEFAULT 'unknown' CHECK (length(network) <= 64);
UPDATE session SET ends_at = expires_at, last_used_at = created_at;
ALTER TABLE session
  ALTER COLUMN ends_at SET NOT NULL,
  ALTER COLUMN last_used_at SET NOT NULL,
  ADD CHECK (expires_at <= ends_at);

GRANT UPDATE ON session TO pitboss_app;
GRANT SELECT, INSERT, UPDATE ON player_login TO pitboss_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_failure TO pitboss_app;
