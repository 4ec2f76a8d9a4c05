"""Every group of addresses, in the order they are described."""

from api.calls import Calls
from api.deployments import deployments
from api.district import district
from api.incidents import incidents
from api.processes import processes
from api.sessions import sessions
from api.tasks import tasks

GROUPS: tuple[Calls, ...] = (sessions, tasks, processes, deployments, incidents, district)
