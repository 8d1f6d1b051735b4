-- The running score of matches by the clock and of performances: team fouls, the period, what each counter has.

alter table live_score
    add column fouls jsonb not null default '[0, 0]',
    add column period integer not null default 0,
    add column counts jsonb not null default '[]';

-- A judged work goes by its number until the contest is decided.
create or replace view match_view as
select m.id, m.contest_id, m.number, m.round, m.position, m.source_1, m.source_2, m.status, m.attempt, m.call,
       m.called_at, m.starts_at, m.outcome, m.winner, m.sheet_revision, m.decided_at, m.revision,
       m.section, m.rounds, m.title, m.grp, m.tie_id, m.rubber, m.kept,
       c.name as contest_name, c.event_id, coalesce(m.regulation, c.regulation) as regulation,
       m.entry_1, coalesce(m.name_1, case when c.status <> 'decided' then e1.alias end, e1.name) as name_1,
       case when c.status <> 'decided' and e1.alias is not null then '' else e1.unit end as unit_1, e1.seed as seed_1,
       m.entry_2, coalesce(m.name_2, e2.name) as name_2, e2.unit as unit_2, e2.seed as seed_2,
       m.court_id, k.name as court_name, k.position as court_position,
       s.games, s.serving, s.finished, s.revision as score_revision, s.fouls, s.period, s.counts
from match m
join contest c on c.id = m.contest_id
left join entry e1 on e1.id = m.entry_1
left join entry e2 on e2.id = m.entry_2
left join court k on k.id = m.court_id
left join live_score s on s.match_id = m.id and s.attempt = m.attempt and m.status <> 'decided';
