-- What a bet depends on, besides what it carries itself, is counted by one number: `version` goes up
-- with whatever changes a player's cash, open rounds or seeds. A settlement says which version it was
-- decided at, and has no effect at another one; so a server may decide by what it remembers.
--
-- `nonce` counts the rounds drawn under the seed pair in use, and moves here, so that a settlement
-- updates one row. A retired pair keeps its count.
ALTER TABLE account
  ADD COLUMN version bigint NOT NULL DEFAULT 0,
  ADD COLUMN nonce bigint NOT NULL DEFAULT 0 CHECK (nonce >= 0);

UPDATE account a SET nonce = s.nonce
  FROM seed_pair s WHERE a.kind = 'player' AND s.player_id = a.player_id AND s.state = 'active';

ALTER TABLE seed_pair
  DROP CONSTRAINT seed_pair_check2,
  ALTER COLUMN nonce DROP NOT NULL,
  ALTER COLUMN nonce DROP DEFAULT;
UPDATE seed_pair SET nonce = NULL WHERE state <> 'revealed';
ALTER TABLE seed_pair
  ADD CONSTRAINT retired_pair_keeps_its_count CHECK ((state = 'revealed') = (nonce IS NOT NULL));

-- Every player has an escrow account from the start.
INSERT INTO account (operator_id, kind, player_id, currency)
SELECT operator_id, 'escrow', player_id, currency FROM account WHERE kind = 'player'
ON CONFLICT (operator_id, kind, player_id, shard) DO NOTHING;

-- Every index here begins with the player, and a player's newest rounds are together in it: however
-- many rounds there are, those who play now touch a few pages each. That a nonce serves one round
-- follows from the version; it needs no index to say so, and the checks of the ledger look.
ALTER TABLE round
  DROP CONSTRAINT round_pkey,
  DROP CONSTRAINT one_outcome_per_nonce,
  ADD PRIMARY KEY (player_id, round_id);
DROP INDEX round_by_player;

ALTER TABLE open_round DROP CONSTRAINT one_open_round_per_nonce;
