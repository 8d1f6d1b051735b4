-- What a plan must fit: sessions, times of contests, absences, officials. The search for a plan and what it found.

alter table court add column show boolean not null default false; -- where finals belong

create table session_time (
    id uuid primary key default uuidv7(),
    event_id uuid not null references event (id),
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    court_ids uuid[] not null default '{}',  -- empty: on all courts
    constraint session_ends_after_start check (ends_at > starts_at)
);
create index session_time_event on session_time (event_id, starts_at);

-- Of a contest, what differs from its sport's customs; null follows the sport.
create table contest_planning (
    contest_id uuid primary key references contest (id) on delete cascade,
    minutes integer check (minutes between 1 and 1440),
    rest integer check (rest between 0 and 1440),
    most_a_day integer check (most_a_day > 0),
    officials integer check (officials between 0 and 20),
    court_ids uuid[] not null default '{}',  -- only on these; empty: on any
    from_at timestamptz,
    until_at timestamptz
);

create table planning_rules (
    event_id uuid primary key references event (id),
    step integer not null default 5 check (step between 1 and 120),
    finals_on_show boolean not null default true,
    most_a_day integer check (most_a_day > 0),
    foresee integer not null default 4 check (foresee between 0 and 64)
);

create table absence (
    id uuid primary key default uuidv7(),
    event_id uuid not null references event (id),
    member_id uuid,
    unit text,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    note text not null default '',
    constraint absence_of_somebody check ((member_id is null) <> (unit is null)),
    constraint absence_ends_after_start check (ends_at > starts_at)
);
create index absence_event on absence (event_id, starts_at);

create table official (
    event_id uuid not null references event (id),
    member_id uuid not null,
    primary key (event_id, member_id)
);

create table match_official (
    match_id uuid not null references match (id) on delete cascade,
    member_id uuid not null,
    primary key (match_id, member_id)
);

alter table match add column held boolean not null default false; -- a new plan leaves it where it is

create table plan_search (
    id uuid primary key default uuidv7(),
    event_id uuid not null references event (id),
    state text not null default 'running' check (state in ('running', 'stopping', 'ended', 'impossible', 'failed')),
    seconds integer not null,
    started_by uuid,
    started_at timestamptz not null default now(),
    heard_at timestamptz not null default now(),
    ended_at timestamptz,
    origin date not null,                    -- minutes of the plan count from its midnight
    plan jsonb,                              -- the best so far: court and start by match
    plans integer not null default 0,        -- how many came, each better than the one before
    first_cost bigint,
    cost bigint,
    bound bigint,
    best boolean not null default false,     -- proved that no plan is better
    refusal jsonb,                           -- what makes every plan impossible
    applied_at timestamptz
);
create index plan_search_event on plan_search (event_id, started_at desc);
create unique index plan_search_one_running on plan_search (event_id) where state in ('running', 'stopping');
