-- What somebody who works here proves themselves by besides the password. The secret has to be known
-- to check a code, so it is sealed with the key that no database has. Codes of steps up to `last_step`
-- were used or have passed; until `confirmed_at` nothing is asked for.
CREATE TABLE staff_second_factor (
  staff_id integer PRIMARY KEY REFERENCES staff,
  secret_sealed bytea NOT NULL,
  begun_at timestamptz NOT NULL,
  confirmed_at timestamptz,
  last_step bigint NOT NULL DEFAULT 0 CHECK (last_step >= 0)
);

-- Each lets its owner in once without the other thing. 120 random bits, so a plain hash is enough.
CREATE TABLE staff_recovery_code (
  staff_id integer NOT NULL REFERENCES staff_second_factor ON DELETE CASCADE,
  code_hash bytea NOT NULL CHECK (octet_length(code_hash) = 32),
  PRIMARY KEY (staff_id, code_hash)
);

-- Of the house: whether the platform's own staff need one, too.
ALTER TABLE operator ADD COLUMN staff_second_factor boolean NOT NULL DEFAULT false;

-- Pages read one operator's entries from the newest on.
CREATE INDEX audit_entry_of_operator ON audit_entry (operator_id, audit_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON staff_second_factor TO pitboss_app;
GRANT SELECT, INSERT, DELETE ON staff_recovery_code TO pitboss_app;

-- Support finds players by how their names begin, in any case of letters.
CREATE INDEX player_by_name ON player (lower(username) text_pattern_ops);
