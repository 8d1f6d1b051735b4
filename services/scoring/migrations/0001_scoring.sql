-- What the score is: copies of events and matches, seats at courts, sheets, and the marks that make a sheet.

-- Copies of what events tells, guarded by its revisions. Messages come in any order, so no copy refers to another.
create table event (
    id uuid primary key,
    name text not null,
    status text not null,
    organisers uuid[] not null,
    revision bigint not null
);

create table court (
    id uuid primary key,
    event_id uuid not null references event (id),
    name text not null,
    position integer not null,
    kept boolean not null default true      -- false when the event no longer has the court
);
create index court_event on court (event_id, position);

create table match (
    id uuid primary key,
    event_id uuid not null,
    court_id uuid,
    status text not null,
    attempt integer not null,
    state jsonb not null,                   -- shared.messages.events.MatchState
    called_at timestamptz,                  -- null unless the match stands called, or was decided after a call
    revision bigint not null
);
create index match_court on match (court_id, called_at desc) where called_at is not null;
create index match_event on match (event_id);

-- A code makes one tablet a seat, once. Only its hash is kept.
create table pairing (
    id uuid primary key default uuidv7(),
    court_id uuid not null references court (id),
    code_hash bytea not null constraint pairing_code_once unique,
    made_by uuid not null,
    made_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz
);
create index pairing_court on pairing (court_id) where used_at is null;

-- A paired tablet at a court. The newest pairing holds the court; the one before may only look.
create table seat (
    id uuid primary key default uuidv7(),
    court_id uuid not null references court (id),
    token_hash bytea not null constraint seat_token_once unique,
    paired_at timestamptz not null,
    seen_at timestamptz not null,
    revoked_at timestamptz,
    revoked_for text check (revoked_for in ('replaced', 'unpaired', 'court_gone')),
    constraint revoked_has_reason check ((revoked_at is null) = (revoked_for is null))
);
create unique index seat_court_once on seat (court_id) where revoked_at is null;

-- What an umpire fills, one for each attempt at a match. `revision` is the number of its marks.
create table sheet (
    id uuid primary key default uuidv7(),
    match_id uuid not null references match (id),
    attempt integer not null,
    regulation jsonb not null,              -- the version the contest began with
    status text not null default 'open' check (status in ('open', 'closed', 'void')),
    revision bigint not null default 0,
    state jsonb,                            -- the sheet as last shown; null while it has no mark
    opened_at timestamptz not null default now(),
    changed_at timestamptz not null default now(),
    constraint sheet_attempt_once unique (match_id, attempt)
) with (fillfactor = 70);

-- One act on a sheet, with an id made on the device so that a repeat is known. Never changed, never deleted.
create table mark (
    id uuid constraint mark_once primary key,
    sheet_id uuid not null references sheet (id),
    ordinal integer not null,               -- from 1 on its sheet: the server's order rules
    mark jsonb not null,
    seat_id uuid,
    member_id uuid,
    device_at timestamptz not null,         -- the device's clock, recorded and never trusted
    at timestamptz not null default now(),
    constraint mark_ordinal_once unique (sheet_id, ordinal),
    constraint mark_by_one check (num_nonnulls(seat_id, member_id) = 1)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'marks are append-only' using errcode = 'restrict_violation';
end
$$;
create trigger mark_kept before update or delete on mark for each row execute function refuse_change();
create trigger mark_kept_whole before truncate on mark for each statement execute function refuse_change();
