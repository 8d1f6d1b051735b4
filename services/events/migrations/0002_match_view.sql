-- A match with the names people read, and the score on its present sheet.

create view match_view as
select m.id, m.contest_id, m.number, m.round, m.position, m.source_1, m.source_2, m.status, m.attempt, m.call,
       m.called_at, m.starts_at, m.outcome, m.winner, m.sheet_revision, m.decided_at, m.revision,
       c.name as contest_name, c.event_id, c.regulation,
       greatest(round(log(2.0, greatest(coalesce(c.size, 2), 2)))::integer, m.round) as rounds,
       m.entry_1, e1.name as name_1, e1.unit as unit_1, e1.seed as seed_1,
       m.entry_2, e2.name as name_2, e2.unit as unit_2, e2.seed as seed_2,
       m.court_id, k.name as court_name, k.position as court_position,
       s.games, s.serving, s.finished, s.revision as score_revision
from match m
join contest c on c.id = m.contest_id
left join entry e1 on e1.id = m.entry_1
left join entry e2 on e2.id = m.entry_2
left join court k on k.id = m.court_id
left join live_score s on s.match_id = m.id and s.attempt = m.attempt and m.status <> 'decided';

create index match_status on match (contest_id, status);
create index contest_event on contest (event_id);
