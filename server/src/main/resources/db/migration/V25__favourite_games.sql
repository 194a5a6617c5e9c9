-- The games that a player has marked as favourites, in the order in which they were marked. One row for each player who
-- has marked one, so that many requests at once cannot pass the bound.
CREATE TABLE favourite_games (
  player_id bigint PRIMARY KEY REFERENCES player,
  games text[] NOT NULL CHECK (cardinality(games) <= 100)
);

-- As they were (V17), and they take the favourites with the guest.
CREATE OR REPLACE FUNCTION remove_unplayed_guests(ids bigint[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  gone bigint[];
BEGIN
  SELECT coalesce(array_agg(g.player_id), '{}') INTO gone FROM guest_without_ties g
   WHERE g.player_id = ANY (ids)
     AND NOT EXISTS (SELECT FROM session x WHERE x.player_id = g.player_id OFFSET 0)
     AND NOT EXISTS (SELECT FROM round x WHERE x.player_id = g.player_id OFFSET 0)
     AND NOT EXISTS (SELECT FROM move x WHERE x.player_id = g.player_id OFFSET 0)
     AND NOT EXISTS (SELECT FROM open_round x WHERE x.player_id = g.player_id OFFSET 0)
     AND NOT EXISTS (SELECT FROM account x WHERE x.player_id = g.player_id AND x.balance <> 0 OFFSET 0);
  DELETE FROM favourite_games WHERE player_id = ANY (gone);
  DELETE FROM player_limit WHERE player_id = ANY (gone);
  DELETE FROM play_usage WHERE player_id = ANY (gone);
  DELETE FROM play_day WHERE player_id = ANY (gone);
  DELETE FROM seed_pair WHERE player_id = ANY (gone);
  DELETE FROM account WHERE player_id = ANY (gone);
  DELETE FROM player WHERE player_id = ANY (gone);
  RETURN cardinality(gone);
END
$$;

CREATE OR REPLACE FUNCTION clear_closed_guest(id bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM player WHERE player_id = id AND guest AND closed_at IS NOT NULL) THEN
    RETURN false;
  END IF;
  DELETE FROM favourite_games WHERE player_id = id;
  DELETE FROM player_limit WHERE player_id = id;
  DELETE FROM play_usage WHERE player_id = id;
  DELETE FROM play_day WHERE player_id = id;
  DELETE FROM seed_pair WHERE player_id = id AND (state = 'next' OR state = 'revealed' AND nonce = 0);
  RETURN true;
END
$$;

GRANT SELECT, INSERT, UPDATE, DELETE ON favourite_games TO pitboss_app;
