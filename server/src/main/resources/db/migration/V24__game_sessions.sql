-- A player at the front end of a published game: what the front end shows with each call, in place of the player's own
-- session, and for one game only. Ends with the session it was made from.
CREATE TABLE game_session (
  token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
  player_id bigint NOT NULL REFERENCES player ON DELETE CASCADE,
  game text NOT NULL,
  from_session bytea NOT NULL REFERENCES session ON DELETE CASCADE,
  expires_at timestamptz NOT NULL
);
CREATE INDEX game_session_by_expiry ON game_session (expires_at);
CREATE INDEX game_session_of_session ON game_session (from_session);
CREATE INDEX game_session_of_player ON game_session (player_id);

-- How far a front end has shown the player's last round of a game: where it resumes. One row for each player and game.
-- No foreign keys, as on rounds: who has one has played, and is kept.
CREATE TABLE round_event (
  player_id bigint NOT NULL,
  game text NOT NULL,
  round_id uuid NOT NULL,
  event text NOT NULL,
  PRIMARY KEY (player_id, game)
) WITH (fillfactor = 50);

GRANT SELECT, INSERT, DELETE ON game_session TO pitboss_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON round_event TO pitboss_app;
