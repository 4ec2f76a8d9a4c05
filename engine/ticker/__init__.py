"""The clock: it issues commands and never moves an instance itself. APScheduler ticks; the tables are the truth."""
