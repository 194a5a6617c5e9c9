-- Rounds and entries are never changed. A page of them that is frozen soon after it was filled is still in memory, and
-- has been logged whole since the last checkpoint if it ever will be: the log of freezing it is a few bytes. Left until
-- the table has grown by half, it is read again and logged whole, all at once, and bets wait for the disk.
ALTER TABLE round SET (
  autovacuum_vacuum_insert_threshold = 200000, autovacuum_vacuum_insert_scale_factor = 0,
  autovacuum_freeze_min_age = 0);
ALTER TABLE ledger_entry SET (
  autovacuum_vacuum_insert_threshold = 200000, autovacuum_vacuum_insert_scale_factor = 0,
  autovacuum_freeze_min_age = 0);

-- Sampling them as finely as is usual keeps a processor busy for a tenth of a second, whenever they have grown by half,
-- and bets wait meanwhile. A tenth of the sample tells the planner as much: what a bet waits for has one plan whatever
-- the numbers, and reports go by time, which rows are in the order of.
DO $$
DECLARE
  c record;
BEGIN
  FOR c IN SELECT attrelid::regclass AS relation, attname FROM pg_attribute
            WHERE attrelid IN ('round'::regclass, 'ledger_entry'::regclass) AND attnum > 0 AND NOT attisdropped
  LOOP
    EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET STATISTICS 10', c.relation, c.attname);
  END LOOP;
END
$$;
