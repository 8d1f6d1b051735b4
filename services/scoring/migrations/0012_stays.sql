-- The chief may say that those who went on stay, though the ranking behind them has changed since.
alter table judged_decision
    drop constraint judged_decision_what_check,
    add constraint judged_decision_what_check check (what in ('advance', 'advance_stays', 'order'));
