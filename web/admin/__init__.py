"""Pages for the administrator: the responsibility list, its revisions, the calendar, units, accounts, sessions."""

from web.admin import calendar, matters, matters_in, sessions, units, users

blueprints = (matters.pages, matters_in.pages, calendar.pages, units.pages, users.pages, sessions.pages)
