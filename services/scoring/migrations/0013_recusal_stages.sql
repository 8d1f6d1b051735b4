-- What was judged under a recusal stays so, while it is made, lifted or given a reserve for stages still to come.
alter table recusal add column stages text[] not null default '{}';   -- those it speaks of; none: all
drop index recusal_once;
create unique index recusal_once on recusal (contest_id, seat_id, entry_id, stages) where lifted_at is null;
