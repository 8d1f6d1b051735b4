-- Contests of any format: sections, groups, matches nobody needs, rubbers of ties; standings of groups.

alter table contest
    add column format jsonb not null default '{"kind": "knockout"}', -- shared.rules.formats.Format
    add column open_matches integer not null default 0;              -- neither decided nor unneeded

alter table entry add column withdrawn boolean not null default false;
create index entry_withdrawn on entry (contest_id) where withdrawn;

alter table match
    add column section text not null default 'main',
    add column rounds integer not null default 1,   -- of its section
    add column title jsonb,                         -- shared.rules.plan.Title
    add column grp integer,                         -- of a group match, its group from 1
    add column needed jsonb,                        -- played only if a side wins another match
    add column winner_places integer[],
    add column loser_places integer[],
    add column carries integer[] not null default '{}', -- groups whose results count in this group's table too
    add column kept boolean not null default false, -- its sides stand whatever earlier corrections say
    add column tie_id uuid references match (id),   -- a rubber's tie
    add column rubber integer,                      -- from 1 in its tie
    add column regulation jsonb,                    -- a rubber's own; null follows the contest
    add column name_1 text,                         -- a rubber's players; null shows the entry
    add column name_2 text,
    add column players_1 uuid[],
    add column players_2 uuid[],
    add constraint rubber_of_tie check ((tie_id is null) = (rubber is null));

update match m set
    rounds = greatest(round(log(2.0, greatest(coalesce(c.size, 2), 2)))::integer, m.round),
    winner_places = case when c.size >> m.round = 1 then array[1, 1] end,
    loser_places = array[(c.size >> m.round) + 1,
        least(c.size >> (m.round - 1), (select count(*) from entry e where e.contest_id = c.id))::integer]
from contest c where c.id = m.contest_id and c.size is not null;

update contest c set open_matches =
    (select count(*) from match m where m.contest_id = c.id and m.status not in ('decided', 'void'));

alter table match drop constraint match_number_once;
create unique index match_number_once on match (contest_id, number) where tie_id is null;
create index match_tie on match (tie_id, rubber) where tie_id is not null;
create index match_fed_1 on match (contest_id, ((source_1 ->> 'match')::integer)) where source_1 ? 'match';
create index match_fed_2 on match (contest_id, ((source_2 ->> 'match')::integer)) where source_2 ? 'match';
create index match_needed on match (contest_id, ((needed ->> 'match')::integer)) where needed is not null;
create index match_annulled on match (contest_id)
    where tie_id is null and (status = 'void' or outcome ->> 'kind' = 'void');
create index match_group on match (contest_id, grp) where grp is not null;

alter table match_outcome alter column entry_2 drop not null; -- a performance has no second side

-- A group's table as the last result left it.
create table group_standing (
    contest_id uuid not null references contest (id),
    grp integer not null,
    entry_id uuid not null references entry (id),
    first integer not null,
    last integer not null,
    played integer not null,
    won integer not null,
    lost integer not null,
    points integer not null,
    rubbers integer[] not null,
    games integer[] not null,
    score integer[] not null,
    split_by text not null,
    withdrawn boolean not null,
    primary key (contest_id, grp, entry_id)
);

-- Equals whom no key separates, put in order by lot or by the organiser. Group 0 compares across groups.
create table group_decision (
    id uuid primary key default uuidv7(),
    contest_id uuid not null references contest (id),
    grp integer not null,
    entries uuid[] not null,
    lot text,
    reason text not null,
    decided_by uuid,
    decided_at timestamptz not null default now()
);
create index group_decision_contest on group_decision (contest_id);

drop view match_view;
create view match_view as
select m.id, m.contest_id, m.number, m.round, m.position, m.source_1, m.source_2, m.status, m.attempt, m.call,
       m.called_at, m.starts_at, m.outcome, m.winner, m.sheet_revision, m.decided_at, m.revision,
       m.section, m.rounds, m.title, m.grp, m.tie_id, m.rubber, m.kept,
       c.name as contest_name, c.event_id, coalesce(m.regulation, c.regulation) as regulation,
       m.entry_1, coalesce(m.name_1, e1.name) as name_1, e1.unit as unit_1, e1.seed as seed_1,
       m.entry_2, coalesce(m.name_2, e2.name) as name_2, e2.unit as unit_2, e2.seed as seed_2,
       m.court_id, k.name as court_name, k.position as court_position,
       s.games, s.serving, s.finished, s.revision as score_revision
from match m
join contest c on c.id = m.contest_id
left join entry e1 on e1.id = m.entry_1
left join entry e2 on e2.id = m.entry_2
left join court k on k.id = m.court_id
left join live_score s on s.match_id = m.id and s.attempt = m.attempt and m.status <> 'decided';
