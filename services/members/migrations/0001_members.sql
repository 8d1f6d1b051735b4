-- Who people are: the roster, their accounts and sessions, and what came of them. Phones and ID numbers stay here.

create table member (
    id uuid primary key default uuidv7(),
    staff_number text not null constraint member_staff_number_given check (btrim(staff_number) <> ''),
    name text not null constraint member_name_given check (btrim(name) <> ''),
    unit text not null default '',
    gender text not null default '' constraint member_gender_known check (gender in ('', 'male', 'female')),
    phone text not null default '',
    id_number text not null default '',
    active boolean not null default true,
    revision bigint not null default 1,
    changed_at timestamptz not null default now(),
    constraint member_staff_number_once unique (staff_number)
);
create index member_unit on member (unit);

create table account (
    member_id uuid primary key references member (id),
    password_hash text,            -- null until a first password was issued or set
    must_change boolean not null default true,
    is_administrator boolean not null default false,
    password_set_at timestamptz
);

create table session (
    id uuid primary key default uuidv7(),
    member_id uuid not null references member (id),
    device text not null,
    address text not null,
    began_at timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz
);
create index session_member on session (member_id, began_at);

create table sign_in_throttle (
    subject text primary key,      -- 'account:…' or 'address:…'
    attempts integer not null,
    last_at timestamptz not null,
    open_at timestamptz not null   -- before this moment no further attempt is looked at
);

create table one_time_link (
    code_hash bytea primary key,   -- SHA-256; the code itself is shown once and kept nowhere
    member_id uuid not null references member (id),
    made_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz
);

create table roster_import (
    id uuid primary key default uuidv7(),
    file_name text not null,
    made_by uuid not null,
    made_at timestamptz not null,
    ignored jsonb not null,        -- headings that were not understood
    rows jsonb not null,           -- the preview; emptied once confirmed
    added integer not null,
    changed integer not null,
    unchanged integer not null,
    refused integer not null,
    confirmed_at timestamptz
);

-- What administrators and accounts did, never deleted and never edited.
create table act (
    id uuid primary key default uuidv7(),
    at timestamptz not null,
    kind text not null,
    by_member uuid,                -- null for the command line of the machine
    about_member uuid,
    details jsonb not null
);
create index act_about on act (about_member, at);
create index act_at on act (at);

create table honour (
    contest_id uuid not null,
    member_id uuid not null,
    event_id uuid not null,
    event_name text not null,
    contest_name text not null,
    entry_name text not null,
    first integer not null,
    last integer not null,
    entries integer not null,      -- how many took part
    decided_at timestamptz not null,
    revision bigint not null,      -- of the contest when it was decided
    primary key (contest_id, member_id)
);
create index honour_member on honour (member_id, decided_at);
