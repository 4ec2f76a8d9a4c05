"""Pages for the administrator: the responsibility list with its revisions, and the calendar."""

from web.admin import calendar, matters, matters_in

blueprints = (matters.pages, matters_in.pages, calendar.pages)
