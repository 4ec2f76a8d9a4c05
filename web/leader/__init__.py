"""Pages for the leader: the figures with the cases behind each of them, and what is supervised."""

from web.leader import figures, supervised

blueprints = (figures.pages, supervised.pages)
