-- A round is named by the request that began it: one index finds it by either, and settling a bet
-- writes one index entry less. A player's history is in the order of their account's statement.
--
-- What was asked for in the last day keeps its effect: the key of an older round is refused, not
-- played again.
INSERT INTO move (player_id, request_id, round_id, version, request, balance_after, made_at)
SELECT player_id, request_id, round_id, 0, '', balance_after, settled_at
  FROM round WHERE settled_at > now() - interval '1 day'
ON CONFLICT DO NOTHING;

ALTER TABLE round
  DROP CONSTRAINT one_settlement_per_request,
  DROP COLUMN request_id;
ALTER TABLE open_round DROP COLUMN request_id;

-- Every settlement updates accounts and none changes whose they are; asking the foreign keys each
-- time costs as much as a column. Accounts are opened with their player, in one transaction.
ALTER TABLE account
  DROP CONSTRAINT account_operator_id_fkey,
  DROP CONSTRAINT account_player_id_fkey;

-- Both only ever grow. What statistics say of them changes slowly, and pages are full when they are
-- frozen; looking at them again after every tenth more would be work for nothing.
ALTER TABLE round SET (
  autovacuum_analyze_scale_factor = 0.5, autovacuum_vacuum_insert_threshold = 1000000,
  autovacuum_vacuum_insert_scale_factor = 0.5);
ALTER TABLE ledger_entry SET (
  autovacuum_analyze_scale_factor = 0.5, autovacuum_vacuum_insert_threshold = 1000000,
  autovacuum_vacuum_insert_scale_factor = 0.5);
