-- A court has places: 1 is the umpire's or head counter's, the others are further counters and judges of one sheet.
alter table pairing add column place integer not null default 1 check (place between 1 and 20);
alter table seat add column place integer not null default 1 check (place between 1 and 20);
drop index seat_court_once;
create unique index seat_place_once on seat (court_id, place) where revoked_at is null;
