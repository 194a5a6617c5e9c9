-- A provider can be put out of use: no player is handed to it, and it takes no bets, until it is put back. What
-- is under way can still be won and taken back.
ALTER TABLE provider ADD COLUMN disabled_at timestamptz;

-- A player is handed over from a session of theirs, and what the provider holds of them ends with it, whoever
-- ends it and wherever. Players who were handed over before this are handed over anew.
DELETE FROM launch;
DELETE FROM provider_session;
ALTER TABLE launch
  ADD COLUMN from_session bytea NOT NULL REFERENCES session ON DELETE CASCADE;
ALTER TABLE provider_session
  ADD COLUMN from_session bytea NOT NULL REFERENCES session ON DELETE CASCADE;
CREATE INDEX launch_of_session ON launch (from_session);
CREATE INDEX provider_session_of_session ON provider_session (from_session);
CREATE INDEX provider_session_of_player ON provider_session (player_id);

-- Who ended a bet that the other wallet would not end, and why.
ALTER TABLE remote_bet
  ADD COLUMN closed_by text,
  ADD COLUMN closed_why text,
  ADD CONSTRAINT closed_by_somebody CHECK ((closed_by IS NULL) = (closed_why IS NULL)),
  ADD CONSTRAINT closed_for_good CHECK (closed_by IS NULL OR state IN ('settled', 'taken_back'));
CREATE INDEX remote_bet_of_concern ON remote_bet (operator_id, began_at)
 WHERE state IN ('intended', 'decided', 'taking_back', 'disputed');

GRANT UPDATE (disabled_at) ON provider TO pitboss_app;
GRANT DELETE ON remote_wallet TO pitboss_app;
