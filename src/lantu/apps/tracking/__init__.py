"""Tracking: what happens. Packs that are enabled, their records, cases and rounds.

Kinds are named `pack.register`, `pack.process`, `pack.round`; areas by path, units and rows by id.

enabling.actions   enable_pack, disable_pack, link_systems, choose_pack
enabling.queries   enabled_packs, systems
records.actions    add_record, change_record, decide_tier, erase_record, import_records, save_view
records.queries    record_page, count_records, every_record, record_detail, as_of, proposal
cases.actions      open_case, step, bulk_step, merge, divide, reveal; Act, Opened, Done
cases.public       report, follow, give_feedback, reopen; PUBLIC_LIMIT
cases.queries      lists: case_page, count_cases, every_case, columns_of; CaseFilter, CaseLine
                   detail: case_detail, paper_of; waiting: inbox, board; maps: map_of
                   performance: figures, league
rounds.actions     run_round, trigger_round, remind_of_round
rounds.queries     round_runs, round_standings
jobs               deadlines, reminders, rounds, retention, counting, statuses of systems
"""
