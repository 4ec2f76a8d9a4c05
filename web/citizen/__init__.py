"""Pages for citizens: submit without an account, follow with a number and a code. All work without JavaScript."""

from web.citizen import submit, track

blueprints = (submit.pages, track.pages)
