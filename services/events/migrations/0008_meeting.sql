-- A sports meeting over an event's contests: what counts, records and deductions, team totals, awards; judged works.

create table meeting (
    event_id uuid primary key references event (id),
    settings jsonb not null,                   -- shared.rules.meets.Meet
    state text not null default 'draft' check (state in ('draft', 'live', 'final')),
    confirmed jsonb,                           -- the totals as they were confirmed
    confirmed_by uuid,
    confirmed_at timestamptz,
    revision bigint not null default 1,
    constraint final_is_confirmed check ((state = 'final') = (confirmed is not null))
);

create table meeting_contest (
    contest_id uuid primary key references contest (id) on delete cascade,
    counts boolean not null default true,
    multiplier numeric(6, 2) not null default 1 constraint multiplier_positive check (multiplier > 0),
    started integer constraint started_not_negative check (started >= 0) -- typed; null counts who played
);

create table adjustment (
    id uuid primary key default uuidv7(),
    event_id uuid not null references event (id),
    contest_id uuid references contest (id) on delete set null,
    unit text not null constraint adjustment_unit_given check (btrim(unit) <> ''),
    kind text not null check (kind in ('record', 'bonus', 'deduction')),
    points numeric(8, 2) not null,             -- negative for a deduction
    reason text not null constraint adjustment_reason_given check (btrim(reason) <> ''),
    made_by uuid,
    made_at timestamptz not null default now(),
    taken_back_by uuid,
    taken_back_at timestamptz
);
create index adjustment_event on adjustment (event_id, made_at);

-- What the organisers type of a unit: its size and figures for the organisation award, marks by criterion.
create table unit_figure (
    event_id uuid not null references event (id),
    unit text not null,
    members integer check (members >= 0),
    finishers integer check (finishers >= 0),
    placed integer check (placed >= 0),
    marks jsonb not null default '{}',         -- by award and criterion
    primary key (event_id, unit)
);

create table award (
    id uuid primary key default uuidv7(),
    event_id uuid not null references event (id),
    contest_id uuid references contest (id) on delete cascade,
    kind text not null check (kind in ('prize', 'team', 'organisation', 'sportsmanship', 'host', 'other')),
    name text not null constraint award_name_given check (btrim(name) <> ''),
    position integer not null default 0,
    basis jsonb not null default '[]',         -- sentences that say what it was proposed by
    state text not null default 'proposed' check (state in ('proposed', 'published')),
    published_by uuid,
    published_at timestamptz,
    created_at timestamptz not null default now()
);
create index award_event on award (event_id, contest_id, position);

create table award_winner (
    award_id uuid not null references award (id) on delete cascade,
    position integer not null,
    entry_id uuid references entry (id) on delete cascade,
    unit text not null default '',
    name text not null,
    primary key (award_id, position)
);
create index award_winner_entry on award_winner (entry_id);

-- The number a judged work goes by, its author unnamed, until the contest is decided.
alter table entry
    add column alias text,
    add constraint entry_alias_once unique (contest_id, alias) deferrable initially deferred;

-- A person may hand in several works: each is one more turn in the same contest.
alter table entry_member
    add column turn integer not null default 1,
    drop constraint member_entered_once,
    add constraint member_entered_once unique (contest_id, member_id, turn);
