"""Which roles may do which act on a running case (domain reference §10: who)."""

MERGES = ("intake", "dispatcher", "shift_leader", "coordinator")
SUSPENDS = ("coordinator",)
CONVENES = ("coordinator",)
URGES = ("intake", "shift_leader", "coordinator", "supervisor", "callback_officer", "leader")
ASKS_FOR_TIME = ("handler", "unit_leader")
