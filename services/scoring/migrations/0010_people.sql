-- Who said a word that needs two people: the member, the seat and the seat's member, whatever they were signed in by.
-- A name tells nobody apart: two people may share one.
alter table absence add column person uuid[] not null default '{}';
alter table late_ballot add column person uuid[] not null default '{}';
alter table typed_ballot add column person uuid[] not null default '{}';
alter table signature add column person uuid[] not null default '{}';
update signature set person = array_remove(array[seat_id, member_id], null);
