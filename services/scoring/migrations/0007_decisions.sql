-- What the rule leaves open and officials decide: who goes on at the line of a stage, the order of equals in a result.

create table judged_decision (
    id uuid primary key default uuidv7(),
    contest_id uuid not null references judged_contest (id),
    what text not null check (what in ('advance', 'order')),
    stage text not null default '',
    entries jsonb not null,                 -- who goes on beside the others; equals, the better one first
    reason text not null,
    made_by text not null,
    made_at timestamptz not null,
    withdrawn_at timestamptz
);
create index judged_decision_contest on judged_decision (contest_id);
