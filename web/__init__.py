"""HTML for people: one folder per person, a shared frame, and a static folder of what the browser loads."""

from web.pages import create_app, register

__all__ = ["create_app", "register"]
