"""Pages for the process designer: what is deployed, what is being drawn, and playing it."""

from web.designer import plays, processes, studio

blueprints = (studio.pages, processes.pages, plays.pages)
