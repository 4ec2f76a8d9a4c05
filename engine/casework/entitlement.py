"""Which roles may do which act; docs/domain.md says who in the section of the act (§3 to §7a)."""

MERGES = ("intake", "dispatcher", "shift_leader", "coordinator")
SUSPENDS = ("coordinator",)
CONVENES = ("coordinator",)
URGES = ("intake", "shift_leader", "coordinator", "supervisor", "callback_officer", "leader")
SPEAKS_FOR_CITIZEN = ("intake", "callback_officer")  # who writes down what was said at the counter or by telephone
ASKS_FOR_TIME = ("handler", "unit_leader")
ASKS_TO_SUSPEND = ("handler", "unit_leader")
SPEAKS_TO_CITIZEN = ("handler", "unit_leader")
ASKS_TO_UNMASK = ("intake", "dispatcher", "shift_leader", "handler", "unit_leader", "coordinator", "reviewer",
                  "callback_officer", "supervisor", "legal")  # fmt: skip
DECIDES_UNMASKING = ("shift_leader", "coordinator")
LETS_ACCUSED_ACT = ("shift_leader", "coordinator")
ACCUSES = ("intake", "dispatcher", "shift_leader", "coordinator", "reviewer", "supervisor")
TAKES_OFF_ACCUSED = ("dispatcher", "shift_leader", "coordinator")  # who sends a case to a unit, or rules where it goes
ORDERS_KEY_SUPERVISION = ("leader", "coordinator", "supervisor")
KEEPS_THE_LIST = ("admin",)
KEEPS_THE_CALENDAR = ("admin",)
