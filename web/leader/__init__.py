"""Pages for the leader: the figures, and the cases behind each of them."""

from web.leader import figures

blueprints = (figures.pages,)
