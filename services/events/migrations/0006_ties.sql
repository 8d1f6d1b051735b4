-- Line-ups of team ties: handed in blind by both sides, shown together. A player stands for every place by its letter.

create table line_up (
    match_id uuid not null references match (id),
    attempt integer not null,
    side integer not null check (side in (1, 2)),
    players jsonb not null,                 -- member ids by place
    handed_in_by uuid,
    handed_in_at timestamptz not null default now(),
    primary key (match_id, attempt, side)
);

alter table match
    add column line_ups_due timestamptz,    -- when line-ups must be in
    add column revealed_at timestamptz;     -- when they were shown, and the rubbers made
