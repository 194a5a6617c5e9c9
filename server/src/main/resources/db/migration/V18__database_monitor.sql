-- What the database monitor writes. Every server beats at one of 64 rows, so the table never grows
-- and two servers rarely meet at a row.
CREATE TABLE heartbeat (
  slot smallint PRIMARY KEY CHECK (slot BETWEEN 0 AND 63),
  beats bigint NOT NULL DEFAULT 0,
  beat_at timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 10);
INSERT INTO heartbeat (slot) SELECT generate_series(0, 63);

-- Written only after a statement ran out of disk space, to find out whether there is space again:
-- an update finds room on a page it already has, new rows of a new file do not.
CREATE TABLE disk_space_probe (filler text NOT NULL);
ALTER TABLE disk_space_probe ALTER COLUMN filler SET STORAGE EXTERNAL;

GRANT SELECT, UPDATE ON heartbeat TO pitboss_app;
GRANT INSERT, TRUNCATE ON disk_space_probe TO pitboss_app;
