-- The games that a player has marked as favourites, in the order in which they were marked. One row for each player who
-- has marked one, so that many requests at once cannot pass the bound.
CREATE TABLE favourite_games (
  player_id bigint PRIMARY KEY REFERENCES player ON DELETE CASCADE,
  games text[] NOT NULL CHECK (cardinality(games) <= 100)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON favourite_games TO pitboss_app;
