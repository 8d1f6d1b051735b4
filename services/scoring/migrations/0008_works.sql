-- Works: which stage a material is for, what judges are shown instead of the original, and when the public may vote.

alter table material
    add column stage text not null default '',      -- empty: shown in every stage
    add column kind text not null default '' check (kind in ('', 'document', 'image', 'video')),
    add column number integer not null default 0,   -- among the entry's, in the order of handing in: "Material 2"
    add column member_id uuid,                      -- who handed it in, where a member did
    add column veil jsonb not null default '[]',    -- bytes of the original that judges get blanked: names, places
    add column doubtful boolean not null default false; -- properties that may name the author could not all be blanked

-- Cut into parts already and packed by their own formats: kept as they are, so that a range is read quickly.
alter table material_part alter column data set storage external;

-- What is made of a material without its hidden data: a picture large and small, a document without its properties.
create table material_copy (
    material_id uuid not null references material (id) on delete cascade,
    form text not null check (form in ('plain', 'large', 'small')),
    content_type text not null,
    data bytea not null,
    primary key (material_id, form)
);
alter table material_copy alter column data set storage external;

alter table judged_stage
    add column vote_opened_at timestamptz,
    add column vote_closed_at timestamptz;
create index public_vote_member on public_vote (member_id, contest_id, stage);
