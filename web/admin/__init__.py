"""Pages for the administrator: the responsibility list with its revisions, the calendar, accounts, sessions, keys."""

from web.admin import calendar, matters, matters_in, sessions, users

blueprints = (matters.pages, matters_in.pages, calendar.pages, users.pages, sessions.pages)
