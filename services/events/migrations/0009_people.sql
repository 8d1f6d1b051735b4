-- Who may enter and until when, who has come, guests of other houses, friendly series over a year.

alter table member
    add column category text not null default 'staff',
    add column leader boolean not null default false,
    add column birth_year integer,
    add column guest boolean not null default false; -- of another house: no account, in no roster
create sequence guest_number;
create unique index guest_once on member (name, unit) where guest;

alter table event add column entries_each integer
    constraint entries_each_positive check (entries_each > 0); -- contests one person may enter

create table series (
    id uuid primary key default uuidv7(),
    name text not null constraint series_name_given check (btrim(name) <> ''),
    year integer not null,
    win integer not null default 3,
    draw integer not null default 1,
    loss integer not null default 0,
    constraint series_once unique (name, year)
);

alter table contest
    add column eligibility jsonb not null default '{}',   -- shared.rules.eligibility.Eligibility
    add column own_entry boolean not null default false,  -- members may enter themselves
    add column entry_opens_at timestamptz,
    add column entry_closes_at timestamptz,
    add column changes_until timestamptz,                 -- entries may be changed, not added
    add column check_in_opens_at timestamptz,
    add column check_in_closes_at timestamptz,
    add column series_id uuid references series (id);
create index contest_series on contest (series_id) where series_id is not null;

alter table entry
    add column exception text not null default '',        -- why it was entered against the rules
    add column code text not null default upper(substr(md5(gen_random_uuid()::text), 1, 8));
create index entry_code on entry (code);

-- Who has come. An undone check-in stays with who undid it.
create table check_in (
    id uuid primary key default uuidv7(),
    entry_id uuid not null references entry (id) on delete cascade,
    way text not null check (way in ('list', 'code')),
    by_member uuid not null,
    at timestamptz not null,
    undone_by uuid,
    undone_at timestamptz
);
create unique index check_in_once on check_in (entry_id) where undone_at is null;
