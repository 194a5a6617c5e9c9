-- Who an issuer says somebody is. Only what it calls `sub` stays the same there.
CREATE TABLE player_identity (
  operator_id integer NOT NULL REFERENCES operator,
  issuer text NOT NULL,
  subject text NOT NULL CHECK (length(subject) BETWEEN 1 AND 255),
  player_id bigint NOT NULL REFERENCES player,
  linked_at timestamptz NOT NULL,
  PRIMARY KEY (operator_id, issuer, subject)
);
CREATE INDEX player_identity_by_player ON player_identity (player_id);

GRANT SELECT, INSERT ON player_identity TO pitboss_app;
