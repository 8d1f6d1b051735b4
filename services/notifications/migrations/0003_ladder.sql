-- What became of an entry that was sent up to the next level.

alter table message drop constraint message_kind_check;
alter table message add constraint message_kind_check
    check (kind in ('draw', 'time', 'call', 'result', 'placing', 'nomination'));
alter table muted drop constraint muted_kind_check;
alter table muted add constraint muted_kind_check
    check (kind in ('draw', 'time', 'call', 'result', 'placing', 'nomination'));
