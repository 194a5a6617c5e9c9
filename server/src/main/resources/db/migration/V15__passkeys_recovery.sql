-- Passkeys: public keys, by what their authenticator calls them. `rp_id` is the host one works at;
-- `attested` is model, id and key in WebAuthn's own form.
CREATE TABLE player_passkey (
  credential_id bytea PRIMARY KEY CHECK (octet_length(credential_id) BETWEEN 1 AND 1023),
  passkey_id uuid NOT NULL UNIQUE,
  player_id bigint NOT NULL REFERENCES player,
  rp_id text NOT NULL,
  attested bytea NOT NULL,
  sign_count bigint NOT NULL CHECK (sign_count >= 0),
  backup_eligible boolean NOT NULL,
  backed_up boolean NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 64),
  created_at timestamptz NOT NULL,
  last_used_at timestamptz
);
CREATE INDEX passkey_of_player ON player_passkey (player_id);

-- Challenges that were answered, until they are too old to be answered again anyway.
CREATE TABLE passkey_answered (
  challenge_hash bytea PRIMARY KEY CHECK (octet_length(challenge_hash) = 32),
  forget_at timestamptz NOT NULL
);
CREATE INDEX passkey_answered_by_age ON passkey_answered (forget_at);

-- Codes that set a new password, once each. 120 random bits need no slow hash.
CREATE TABLE recovery_code (
  player_id bigint NOT NULL REFERENCES player,
  code_hash bytea NOT NULL CHECK (octet_length(code_hash) = 32),
  made_at timestamptz NOT NULL,
  PRIMARY KEY (player_id, code_hash)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON player_passkey TO pitboss_app;
GRANT SELECT, INSERT, DELETE ON recovery_code TO pitboss_app;
-- what is deleted is locked first
GRANT SELECT, INSERT, UPDATE, DELETE ON passkey_answered TO pitboss_app;
