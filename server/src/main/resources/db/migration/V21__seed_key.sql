-- Whose secrets this database seals: a value derived from the seed key, which tells nothing about it. A server with another
-- key could open none of them, and would seal new ones that no other server opens.
CREATE TABLE seed_key (
  single boolean PRIMARY KEY DEFAULT true CHECK (single),
  fingerprint bytea NOT NULL CHECK (length(fingerprint) = 32)
);

GRANT SELECT, INSERT ON seed_key TO pitboss_app;
