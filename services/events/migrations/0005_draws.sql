-- Pairings made during a contest, late changes of entries, lots promised beforehand, draws revealed line by line.

create table pairing (
    id uuid primary key default uuidv7(),
    contest_id uuid not null references contest (id),
    lot text,               -- null where lots were drawn by hand, or none are needed
    matches integer[] not null,
    report jsonb not null,  -- rules it breaks
    paired_by uuid,
    paired_at timestamptz not null default now()
);
create index pairing_contest on pairing (contest_id);

-- An entry that gave up, or whose players changed, after the draw.
create table entry_change (
    id uuid primary key default uuidv7(),
    contest_id uuid not null references contest (id),
    entry_id uuid not null references entry (id) on delete cascade,
    kind text not null check (kind in ('withdrawn', 'returned', 'replaced')),
    name_before text not null,
    unit_before text not null,
    name_after text not null,
    unit_after text not null,
    reason text not null,
    changed_by text not null,
    changed_at timestamptz not null default now()
);
create index entry_change_contest on entry_change (contest_id);

-- A lot fixed before anybody knows who enters: its hash is shown at once, the lot itself with the draw.
create table promised_lot (
    contest_id uuid primary key references contest (id) on delete cascade,
    lot text not null,
    hash text not null,
    entries integer not null, -- how many there were when it was promised
    promised_at timestamptz not null default now()
);

-- How far a draw is revealed in public; no row where it was never staged.
create table ceremony (
    contest_id uuid primary key references contest (id) on delete cascade,
    shown integer not null default 0,
    revision integer not null default 1,
    started_at timestamptz not null default now()
);
