-- A settlement writes a new version of the player's row. While it finds room on the row's own page, no
-- index learns of it; the versions before go once nobody can see them any more, which under load is two
-- or three settlements later.
ALTER TABLE account SET (fillfactor = 33);
