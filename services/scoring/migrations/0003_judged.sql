-- Judged contests: rule sets, panels, performances, ballots in a chain, decisions of the desk, signed results.

-- A copy of what events tells of a judged contest, and the head of its chain of ballots.
create table judged_contest (
    id uuid primary key,
    event_id uuid not null,
    name text not null,
    state jsonb not null,                   -- shared.messages.events.JudgedContestChanged
    revision bigint not null,
    head text not null default '',          -- of the chain; empty before the first ballot
    links bigint not null default 0,        -- how many revisions the chain has
    frozen integer,                         -- the rule set's version in force since the first ballot
    screen jsonb not null default '{}'      -- what the big screen shows
);
create index judged_contest_event on judged_contest (event_id);

create table rule_set (
    contest_id uuid not null references judged_contest (id),
    version integer not null check (version > 0),
    data jsonb not null,                    -- shared.rules.judged.rule_set.RuleSet
    made_at timestamptz not null,
    made_by text not null,
    reason text not null default '',        -- why it was changed after the first ballot
    frozen_at timestamptz,
    primary key (contest_id, version)
);

-- Judges and officials belong to an event: one panel may judge several contests.
create table panel (
    id uuid primary key default uuidv7(),
    event_id uuid not null,
    name text not null constraint panel_name_given check (btrim(name) <> ''),
    version integer not null default 1,
    constraint panel_name_once unique (event_id, name)
);

create table panel_seat (
    id uuid primary key default uuidv7(),
    panel_id uuid not null references panel (id),
    number integer not null check (number between 1 and 99),
    role text not null check (role in ('judge', 'chief', 'supervisor', 'timekeeper', 'recorder')),
    marks boolean not null default true,    -- whether this seat gives marks
    reserve boolean not null default false, -- gives marks only where it stands in
    name text not null,
    unit text not null default '',
    member_id uuid,                         -- a member who may also act signed in
    active boolean not null default true,
    constraint panel_seat_number_once unique (panel_id, number)
);
create index panel_seat_member on panel_seat (member_id) where member_id is not null;

-- Every make-up a panel ever had, with the reason where ballots stood already.
create table panel_version (
    panel_id uuid not null references panel (id),
    version integer not null,
    seats jsonb not null,
    reason text not null default '',
    made_by text not null,
    made_at timestamptz not null,
    primary key (panel_id, version)
);

create table panel_pairing (
    id uuid primary key default uuidv7(),
    seat_id uuid not null references panel_seat (id),
    code_hash bytea not null constraint panel_pairing_code_once unique,
    made_by text not null,
    made_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz
);

-- A tablet in a panel's seat. The newest holds it; the one before may only look and hand its ballots out.
create table panel_device (
    id uuid primary key default uuidv7(),
    seat_id uuid not null references panel_seat (id),
    token_hash bytea not null constraint panel_device_token_once unique,
    paired_at timestamptz not null,
    seen_at timestamptz not null,
    revoked_at timestamptz,
    revoked_for text check (revoked_for in ('replaced', 'unpaired', 'seat_gone')),
    report jsonb not null default '{}',     -- battery, ballots waiting, version of the app
    constraint device_revoked_has_reason check ((revoked_at is null) = (revoked_for is null))
);
create unique index panel_device_once on panel_device (seat_id) where revoked_at is null;

create table stage_panel (
    contest_id uuid not null references judged_contest (id),
    stage text not null,
    panel_id uuid not null references panel (id),
    primary key (contest_id, stage, panel_id)
);

create table judged_stage (
    contest_id uuid not null references judged_contest (id),
    stage text not null,
    status text not null default 'planned' check (status in ('planned', 'running', 'closed', 'revealed')),
    opened_at timestamptz,
    closed_at timestamptz,
    primary key (contest_id, stage)
);

-- One entry's turn in a stage.
create table performance (
    id uuid primary key default uuidv7(),
    contest_id uuid not null references judged_contest (id),
    stage text not null,
    entry_id uuid not null,
    order_no integer not null check (order_no > 0),   -- all that judges and the hall see until the reveal
    panel_id uuid references panel (id),
    status text not null default 'waiting' check (status in
        ('waiting', 'open', 'closed', 'reopened', 'absent', 'withdrawn', 'disqualified')),
    reason text not null default '',        -- of an absence, a withdrawal, a disqualification
    topic text not null default '',
    opened_at timestamptz,
    closed_at timestamptz,
    started_at timestamptz,                 -- the timer
    stopped_at timestamptz,
    seconds integer,                        -- as timed, or as corrected by hand
    revealed_at timestamptz,
    shown integer not null default 0,       -- how many judges' marks the big screen has shown of it
    amended boolean not null default false, -- changed after it was revealed
    votes integer not null default 0,
    constraint performance_once unique (contest_id, stage, entry_id),
    constraint performance_order_once unique (contest_id, stage, order_no) deferrable initially deferred
);
create index performance_panel on performance (panel_id);

create table recusal (
    id uuid primary key default uuidv7(),
    contest_id uuid not null references judged_contest (id),
    seat_id uuid not null references panel_seat (id),
    entry_id uuid not null,
    by_rule boolean not null,               -- the same unit; else by hand
    reason text not null,
    made_by text not null,
    made_at timestamptz not null,
    lifted_at timestamptz,
    lifted_by text,
    stand_in uuid references panel_seat (id) -- the reserve who judges instead
);
create unique index recusal_once on recusal (contest_id, seat_id, entry_id) where lifted_at is null;

-- A seat without a ballot, resolved by chief and supervisor together.
create table absence (
    performance_id uuid not null references performance (id),
    seat_id uuid not null references panel_seat (id),
    reason text not null,
    chief_by text, chief_at timestamptz,
    supervisor_by text, supervisor_at timestamptz,
    stand_in uuid references panel_seat (id),
    primary key (performance_id, seat_id)
);

-- Who reads which paper, where not the whole panel judges everything.
create table assignment (
    performance_id uuid not null references performance (id),
    seat_id uuid not null references panel_seat (id),
    why text not null check (why in ('reader', 'third', 'anchor', 'stand_in')),
    primary key (performance_id, seat_id)
);

create table ballot (
    id uuid primary key,                    -- told to the tablet by the server: one of a performance and seat
    performance_id uuid not null references performance (id),
    seat_id uuid not null references panel_seat (id),
    active integer,                         -- the revision that counts
    reopened_at timestamptz,                -- a change was granted and is awaited
    constraint ballot_once unique (performance_id, seat_id)
);

create table ballot_revision (
    ballot_id uuid not null references ballot (id),
    revision integer not null check (revision > 0),
    hash text not null,                     -- of the content
    content text not null,                  -- exactly what was hashed
    marks jsonb not null,
    standing text not null check (standing in ('active', 'superseded', 'late')),
    rule_set_version integer not null,
    panel_version integer not null,
    device_id uuid,
    typed_by text,                          -- typed at the desk from paper
    device_at timestamptz not null,         -- the device's clock, recorded and never trusted
    at timestamptz not null default clock_timestamp(),
    app_version text not null default '',
    contest_id uuid not null references judged_contest (id),
    number bigint not null,                 -- in the contest's chain, from 1
    link text not null,                     -- the chain's head after it
    primary key (ballot_id, revision),
    constraint ballot_number_once unique (contest_id, number)
);

create function refuse_ballot_change() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and to_jsonb(new) - 'standing' = to_jsonb(old) - 'standing' then
        return new;
    end if;
    raise exception 'ballots are append-only' using errcode = 'restrict_violation';
end
$$;
create trigger ballot_kept before update or delete on ballot_revision for each row execute function refuse_ballot_change();
create trigger ballot_kept_whole before truncate on ballot_revision for each statement execute function refuse_ballot_change();

-- A change of a handed-in ballot: asked with a reason, granted or refused by the chief.
create table reopening (
    id uuid primary key default uuidv7(),
    ballot_id uuid not null references ballot (id),
    from_revision integer not null,
    reason text not null,
    asked_at timestamptz not null,
    decided_at timestamptz,
    decided_by text,
    granted boolean,
    answer text not null default '',
    done_at timestamptz                     -- the new revision came in
);
create unique index reopening_open_once on reopening (ballot_id) where decided_at is null;

-- A late ballot counts only when chief and supervisor accept it.
create table late_ballot (
    ballot_id uuid not null,
    revision integer not null,
    chief_by text, chief_at timestamptz,
    supervisor_by text, supervisor_at timestamptz,
    refused_by text, refused_at timestamptz,
    reason text not null default '',
    primary key (ballot_id, revision),
    foreign key (ballot_id, revision) references ballot_revision (ballot_id, revision)
);

create table deduction (
    id uuid primary key default uuidv7(),
    performance_id uuid not null references performance (id),
    kind text not null,
    points numeric not null check (points > 0),
    reason text not null,
    made_by text not null,
    made_at timestamptz not null,
    withdrawn_at timestamptz, withdrawn_by text, withdrawn_reason text
);

create table fact (
    performance_id uuid not null references performance (id),
    key text not null,
    value numeric not null,
    made_by text not null,
    made_at timestamptz not null,
    primary key (performance_id, key)
);

create table public_vote (
    contest_id uuid not null references judged_contest (id),
    stage text not null,
    performance_id uuid not null references performance (id),
    member_id uuid not null,
    at timestamptz not null,
    primary key (performance_id, member_id)
);

-- Lots drawn for order, panels or topics: anyone can draw them again from the seed and the list.
create table lots (
    id uuid primary key default uuidv7(),
    contest_id uuid not null references judged_contest (id),
    stage text not null,
    what text not null check (what in ('order', 'topics', 'panels', 'readers')),
    seed text not null,
    given jsonb not null,                   -- the ordered list drawn from
    drawn jsonb not null,
    made_by text not null,
    made_at timestamptz not null
);

create table material (
    id uuid primary key default uuidv7(),
    contest_id uuid not null references judged_contest (id),
    entry_id uuid not null,
    name text not null,
    content_type text not null,
    size bigint not null check (size > 0),
    sha256 text not null default '',
    made_by text not null,
    made_at timestamptz not null,
    complete boolean not null default false,
    shown boolean not null default true     -- to judges; a proof of eligibility is for the desk alone
);
create index material_entry on material (contest_id, entry_id);

create table material_part (
    material_id uuid not null references material (id) on delete cascade,
    number integer not null,
    data bytea not null,
    primary key (material_id, number)
);

-- A computed result: a draft until chief and supervisor have signed it; an amended one keeps the first.
create table result (
    contest_id uuid not null references judged_contest (id),
    version integer not null,
    lines jsonb not null,                   -- shared.rules.judged.judgement.Line
    rule_set_version integer not null,
    head text not null,
    made_at timestamptz not null,
    made_by text not null,
    amendment text not null default '',
    signed_at timestamptz,                  -- by both: it is final and was told
    void_at timestamptz,                    -- something changed before both had signed
    primary key (contest_id, version)
);

create table signature (
    contest_id uuid not null,
    version integer not null,
    role text not null check (role in ('chief', 'supervisor')),
    name text not null,
    seat_id uuid references panel_seat (id),
    member_id uuid,
    head text not null,
    at timestamptz not null,
    primary key (contest_id, version, role),
    foreign key (contest_id, version) references result (contest_id, version)
);

create table appeal (
    id uuid primary key default uuidv7(),
    contest_id uuid not null references judged_contest (id),
    entry_id uuid not null,
    made_by text not null,
    member_id uuid,
    text text not null,
    made_at timestamptz not null,
    answer text, answered_by text, answered_at timestamptz,
    upheld boolean
);

-- What officials and organisers did at the desk, in order: the record beside the marks.
create table desk_act (
    id uuid primary key default uuidv7(),
    contest_id uuid not null references judged_contest (id),
    performance_id uuid,
    act text not null,
    about jsonb not null default '{}',      -- never a mark
    reason text not null default '',
    made_by text not null,
    made_at timestamptz not null default clock_timestamp()
);
create index desk_act_contest on desk_act (contest_id, id);
