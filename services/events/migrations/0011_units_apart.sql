-- Matches of one unit in a contest are better not played at the same time: its people want to see them.

alter table planning_rules add column units_apart boolean not null default false;
