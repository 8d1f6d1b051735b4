-- The journal is the truth of what a service has told the others; the stream on the bus only carries it.
-- Partitioned by month and never deleted from: a queue table that is deleted from dies of its dead rows.

create table journal (
    seq bigint generated always as identity,
    xid xid8 not null default pg_current_xact_id(),
    id uuid not null default uuidv7(),
    subject text not null,
    aggregate uuid not null,
    revision bigint not null,
    body bytea not null,
    request_id text,
    at timestamptz not null default now(),
    primary key (at, seq)
) partition by range (at);
create index journal_order on journal (xid, seq);
create table journal_rest partition of journal default;

create table relay_cursor (
    only_row boolean primary key default true check (only_row),
    xid xid8 not null default '0',
    seq bigint not null default 0
);
insert into relay_cursor default values;

create table inbox (
    source text not null,
    message_id text not null,
    at timestamptz not null default now(),
    primary key (source, message_id)
);

create table dead_letter (
    source text not null,
    message_id text not null,
    subject text not null,
    body bytea not null,
    error text not null,
    deliveries integer not null,
    at timestamptz not null default now(),
    primary key (source, message_id)
);

create table revoked_session (
    session_id uuid primary key,
    expires_at timestamptz not null
);
