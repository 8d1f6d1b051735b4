-- What members have been told, and what they want to be told. No table refers to another: messages come in any order.

create table member (
    id uuid primary key,
    name text not null,
    unit text not null,
    active boolean not null,
    revision bigint not null
);

-- One fact told to one member. The text is made when it is read, in the reader's language.
create table message (
    id uuid primary key default uuidv7(),
    member_id uuid not null,
    kind text not null check (kind in ('draw', 'call', 'result', 'placing')),
    subject uuid not null,                  -- the contest of a draw or placing, the match of a call or result
    part integer not null default 0,        -- the call's number, the result's attempt
    params jsonb not null,                  -- services.notifications.params, by kind
    at timestamptz not null,                -- when the fact came about, or was last corrected
    read_at timestamptz,
    corrected boolean not null default false,
    withdrawn boolean not null default false, -- it no longer counts; kept, because it was read
    revision bigint not null,
    constraint message_once unique (subject, kind, part, member_id)
);
create index message_newest on message (member_id, at desc, id desc);
create index message_unread on message (member_id, kind) where read_at is null;

-- Kinds of messages a member does not want to see.
create table muted (
    member_id uuid not null,
    kind text not null check (kind in ('draw', 'call', 'result', 'placing')),
    primary key (member_id, kind)
);
