-- Judged contests: handed over to a panel, decided by a signed result. The ladder: entries sent up to the next level.

alter table contest
    drop constraint contest_status_check,
    add constraint contest_status_check check (status in ('open', 'drawn', 'published', 'judging', 'decided')),
    add column judged_revision bigint not null default 0, -- of what is told of it to scoring
    add column result_version bigint not null default 0;  -- of the signed result that stands; 0 before the first

alter table entry add column category text not null default ''; -- works of one are ranked or rewarded together

alter table entry_change
    drop constraint entry_change_kind_check,
    add constraint entry_change_kind_check
        check (kind in ('entered', 'withdrawn', 'returned', 'replaced', 'described'));

-- Every signed result a judged contest ever had; the newest stands.
create table judged_result (
    contest_id uuid not null references contest (id),
    version bigint not null,
    lines jsonb not null,                      -- shared.messages.scoring.RankedEntry
    rule_set_version integer not null,
    chain_head text not null,                  -- of the chain of ballots when it was signed
    signed_at timestamptz not null,
    amendment text not null default '',        -- why it was amended; empty for the first
    received_at timestamptz not null default now(),
    primary key (contest_id, version)
);

alter table final_placing
    add column prize text not null default '', -- a key of shared.rules.prizes.NAMES, or the rule's own wording
    add column title text not null default '', -- given with the prize
    add column total numeric;                  -- of a judged contest, as shown

-- An entry sent up: school, city, province, nation. What became of it there is a fact somebody recorded.
create table nomination (
    id uuid primary key default uuidv7(),
    entry_id uuid not null references entry (id),
    level text not null check (level in ('school', 'city', 'province', 'nation')),
    competition text not null constraint nomination_competition_given check (btrim(competition) <> ''),
    status text not null default 'nominated' check (status in ('nominated', 'decided', 'withdrawn')),
    organiser text not null default '',
    prize text not null default '',            -- in the words of the document there; empty where there was none
    title text not null default '',
    document_number text not null default '',
    decided_on date,
    money numeric(12, 2) constraint nomination_money_sane check (money >= 0), -- in yuan
    note text not null default '',             -- for organisers only
    revision bigint not null default 1,
    made_at timestamptz not null default now(),
    constraint decided_has_day check (status <> 'decided' or decided_on is not null)
);
create index nomination_entry on nomination (entry_id);

-- Every state a nomination was in, with who changed it and why where it was corrected.
create table nomination_change (
    nomination_id uuid not null references nomination (id),
    revision bigint not null,
    state jsonb not null,                      -- services.events.sql.nominations.Facts
    reason text not null default '',
    changed_by text not null,
    changed_at timestamptz not null,
    primary key (nomination_id, revision)
);

create table nomination_document (
    id uuid primary key default uuidv7(),
    nomination_id uuid not null references nomination (id),
    name text not null,
    content_type text not null check (content_type in ('application/pdf', 'image/jpeg', 'image/png')),
    size integer not null check (size between 1 and 10485760),
    data bytea not null,
    added_by text not null,
    added_at timestamptz not null,
    removed_at timestamptz                     -- kept, but no longer shown
);
create index nomination_document_of on nomination_document (nomination_id);
