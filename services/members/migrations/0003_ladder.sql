-- What a judged contest gave, and what became of works sent up to the city, the province, the nation.

alter table honour
    add column prize text not null default '',
    add column title text not null default '',
    add column total numeric;

-- The newest state heard of each nomination, so that an older one that comes late changes nothing.
create table nomination (
    id uuid primary key,
    revision bigint not null
);

create table outside_honour (
    nomination_id uuid not null references nomination (id),
    member_id uuid not null,
    contest_id uuid not null,
    event_name text not null,
    contest_name text not null,
    entry_name text not null,
    authors text[] not null,
    level text not null check (level in ('school', 'city', 'province', 'nation')),
    competition text not null,
    organiser text not null,
    prize text not null,
    title text not null,
    document_number text not null,
    decided_on date not null,
    money numeric,
    primary key (nomination_id, member_id)
);
create index outside_honour_member on outside_honour (member_id);
