-- Who meets whom, when and where. Statuses and outcomes are stored, never implied.

create table member (
    id uuid primary key,
    staff_number text not null,
    name text not null,
    unit text not null,
    gender text not null,
    active boolean not null,
    revision bigint not null
);
create index member_staff_number on member (staff_number);
create index member_name on member (name);

create table event (
    id uuid primary key default uuidv7(),
    name text not null constraint event_name_given check (btrim(name) <> ''),
    venue text not null default '',
    starts_on date not null,
    ends_on date not null,
    status text not null default 'planned' check (status in ('planned', 'running', 'closed')),
    revision bigint not null default 1,
    created_at timestamptz not null default now(),
    constraint event_ends_after_start check (ends_on >= starts_on)
);

create table organiser (
    event_id uuid not null references event (id),
    member_id uuid not null,
    primary key (event_id, member_id)
);

create table court (
    id uuid primary key default uuidv7(),
    event_id uuid not null references event (id),
    name text not null constraint court_name_given check (btrim(name) <> ''),
    position integer not null,
    constraint court_name_once unique (event_id, name)
);

create table contest (
    id uuid primary key default uuidv7(),
    event_id uuid not null references event (id),
    name text not null constraint contest_name_given check (btrim(name) <> ''),
    regulation jsonb not null,
    seed_rule text not null default 'bwf' check (seed_rule in ('bwf', 'ittf')),
    status text not null default 'open' check (status in ('open', 'drawn', 'published', 'decided')),
    lot text,                      -- the seed of the lot; null while undrawn or when lots were drawn by hand
    size integer,                  -- lines of the bracket, a power of two
    draw_report jsonb,             -- unit mates who could not be kept apart, hand swaps
    published_at timestamptz,
    decided_at timestamptz,
    revision bigint not null default 1,
    created_at timestamptz not null default now(),
    constraint contest_name_once unique (event_id, name)
);

create table entry (
    id uuid primary key default uuidv7(),
    contest_id uuid not null references contest (id),
    name text not null,
    unit text not null default '',
    seed integer check (seed > 0),
    line integer check (line > 0), -- line in the draw, null while undrawn
    position integer not null,     -- order of entering
    constraint entry_seed_once unique (contest_id, seed) deferrable initially deferred,
    constraint entry_line_once unique (contest_id, line) deferrable initially deferred
);
create index entry_contest on entry (contest_id, position);

create table entry_member (
    entry_id uuid not null references entry (id) on delete cascade,
    contest_id uuid not null references contest (id),
    member_id uuid not null,
    position integer not null,
    primary key (entry_id, member_id),
    constraint member_entered_once unique (contest_id, member_id)
);
create index entry_member_member on entry_member (member_id);

create table match (
    id uuid primary key default uuidv7(),
    contest_id uuid not null references contest (id),
    number integer not null,       -- from 1 in its contest, in order of play
    round integer not null,        -- 1 is the first round
    position integer not null,     -- from 1 in its round, top to bottom
    source_1 jsonb not null,       -- where side 1 comes from: {"kind":"line","line":1} or {"kind":"winner","match":3}
    source_2 jsonb not null,
    entry_1 uuid references entry (id),
    entry_2 uuid references entry (id),
    status text not null default 'waiting'
        check (status in ('waiting', 'ready', 'called', 'playing', 'decided', 'void')),
    court_id uuid references court (id),
    starts_at timestamptz,
    attempt integer not null default 1,
    call integer not null default 0,
    called_at timestamptz,
    outcome jsonb,                 -- shared.rules.model.Outcome, null until decided
    winner integer check (winner in (1, 2)),
    sheet_id uuid,
    sheet_revision bigint not null default 0,
    decided_at timestamptz,
    revision bigint not null default 1,
    constraint match_number_once unique (contest_id, number),
    constraint decided_has_outcome check ((status = 'decided') = (outcome is not null))
);
create index match_court on match (court_id, starts_at);
create index match_entry_1 on match (entry_1);
create index match_entry_2 on match (entry_2);

-- Every outcome a match ever had, with the reason where it was corrected or undone by an earlier correction.
create table match_outcome (
    match_id uuid not null references match (id),
    attempt integer not null,
    sheet_id uuid,
    sheet_revision bigint not null,
    outcome jsonb not null,
    entry_1 uuid not null,
    entry_2 uuid not null,
    correction text not null default '',
    recorded_at timestamptz not null default now(),
    primary key (match_id, attempt, sheet_revision)
);

create table live_score (
    sheet_id uuid primary key,
    match_id uuid not null,
    attempt integer not null,
    games jsonb not null,
    serving integer,
    finished boolean not null,
    marked_at timestamptz not null,
    revision bigint not null
);
create index live_score_match on live_score (match_id, attempt);

-- PLACING is a word of SQL itself.
create table final_placing (
    contest_id uuid not null references contest (id),
    entry_id uuid not null references entry (id),
    first integer not null,
    last integer not null,
    primary key (contest_id, entry_id),
    constraint placing_in_order check (last >= first)
);
