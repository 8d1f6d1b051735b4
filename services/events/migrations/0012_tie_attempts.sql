-- A tie played anew, between other sides or after a withdrawal, has new line-ups and new rubbers.

alter table match add column tie_attempt integer;   -- the attempt of its tie that a rubber belongs to

update match r set tie_attempt = t.attempt from match t where t.id = r.tie_id;

alter table match drop constraint rubber_of_tie, add constraint rubber_of_tie
    check ((tie_id is null) = (rubber is null) and (tie_id is null) = (tie_attempt is null));

alter table match add column rubber_order integer[];    -- of a tie: its rubbers in an order of its own
