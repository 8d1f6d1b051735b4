-- Where parallel panels of a judged contest are ranked apart, places count within each.
alter table final_placing
    add column panel text not null default '';
