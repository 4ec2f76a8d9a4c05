"""Pages for the process designer: what is deployed, and what is being drawn."""

from web.designer import processes, studio

blueprints = (studio.pages, processes.pages)
