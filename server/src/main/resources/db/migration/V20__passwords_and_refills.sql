-- Whether the password is one that somebody else set: its owner changes it before the account can do anything else.
ALTER TABLE staff ADD COLUMN must_change_password boolean NOT NULL DEFAULT false;

-- Of the accounts there are, the audit trail says who set the password last. The account of the command line has none.
UPDATE staff s SET must_change_password = true
  FROM (SELECT DISTINCT ON (subject) subject, actor FROM audit_entry
         WHERE action IN ('staff.created', 'staff.password_set')
         ORDER BY subject, at DESC, audit_id DESC) e
 WHERE e.subject = 'staff:' || s.username AND e.actor NOT IN (e.subject, 'setup') AND s.password_hash <> '-';

-- Play chips again for a registered player who has lost theirs: how many, below which balance, and how often. Never money.
-- What operators in play chips give new players they give again, until they say otherwise.
ALTER TABLE operator
  ADD COLUMN refill_amount bigint NOT NULL DEFAULT 0 CHECK (refill_amount >= 0),
  ADD COLUMN refill_below bigint NOT NULL DEFAULT 1000 CHECK (refill_below > 0),
  ADD COLUMN refill_minutes integer NOT NULL DEFAULT 240 CHECK (refill_minutes > 0);
UPDATE operator SET refill_amount = welcome_grant WHERE currency = 'CHIP';
ALTER TABLE operator
  ADD CONSTRAINT refill_is_play_chips CHECK (refill_amount = 0 OR currency = 'CHIP'),
  ADD CONSTRAINT refill_within_maximum CHECK (refill_amount <= max_welcome_grant);

-- When a player was given chips again for the last time.
ALTER TABLE player ADD COLUMN refilled_at timestamptz;

-- The kinds of entries are those there are and one more; entries there are need not be looked at again.
DO $$
DECLARE
  c record;
BEGIN
  FOR c IN SELECT conname, pg_get_constraintdef(oid) AS rule FROM pg_constraint
            WHERE conrelid = 'ledger_entry'::regclass
              AND conname IN ('ledger_entry_kind_check', 'ledger_entry_of_a_round')
  LOOP
    EXECUTE format('ALTER TABLE ledger_entry DROP CONSTRAINT %I', c.conname);
    EXECUTE format('ALTER TABLE ledger_entry ADD CONSTRAINT %I %s NOT VALID', c.conname,
                   replace(replace(c.rule, '''grant''::text', '''grant''::text, ''refill''::text'), ' NOT VALID', ''));
  END LOOP;
END
$$;
