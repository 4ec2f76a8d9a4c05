"""Pages for the process designer: what is deployed, and its diagrams."""

from web.designer import processes

blueprints = (processes.pages,)
