"""How much a diagram, and a step of an instance, may ask for. Beyond it there is a sentence, never a hanging node."""

MAX_BYTES = 10 * 1024 * 1024  # of one file
MAX_XML_ELEMENTS = 50_000  # of one file, diagram interchange included
MAX_XML_ATTRIBUTES = 200_000  # of one file
MAX_XML_DEPTH = 100
MAX_FLOW_ELEMENTS = 5_000  # of one file, and of one bundle
MAX_PROCESSES = 100  # of one bundle
MAX_ELEMENTS = 500  # flow elements of one process, embedded subprocesses included
MAX_FLOWS = 1_500
MAX_SCOPE_DEPTH = 12  # subprocesses inside subprocesses
MAX_TEXT = 20_000  # characters of one expression, property or documentation
MAX_LABEL = 500  # characters of one label
MAX_DRAWN = 5_000  # characters of one text on a drawing: a browser takes minutes to break longer ones into lines
MAX_ID = 100  # characters of the id of an element or process; rows hold it, as the two that follow
MAX_NAME = 128  # characters of the name of a message
MAX_DEADLINE = 64  # characters of the name of a deadline
MAX_PROBLEMS = 500  # told at once: nobody mends more before checking again
CHECK_SECONDS = 10.0  # of this thread's own time, for the rules together: a far guard, what is searched is counted

PATH_TASKS = 500  # engine tasks on one path of one step: an endless loop has no wait, a long diagram has
STEP_TASKS = 20_000  # engine tasks of one step on all paths: 500 parallel items pass, a loop that forks does not
STEP_INSTANCES = 5_000  # of all multi-instance activities that begin in one step: one inside another multiplies them
STEP_SECONDS = 5.0  # of work of the thread, for one step with all its replays
STEP_REPLAYS = 10  # of one step, one for each operation that failed; those that come after the last are not tried
MAX_ITEMS = 2_000  # of one multi-instance activity
MAX_STATE = 4 * 1024 * 1024  # bytes of one state: an element that would make it larger is an incident
LARGEST_STATE = 2 * MAX_STATE  # with what a person sent last and the incidents themselves; beyond it the act is refused
FIRST_YEAR, LAST_YEAR = 1900, 9998  # of a time a timer or a task waits for; one more would not fit in every zone
SMALLEST_CYCLE = 60  # seconds between two turns of a timer cycle
