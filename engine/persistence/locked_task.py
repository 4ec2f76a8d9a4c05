"""A user task and its instance, locked in one statement: instance first, so that acts on one instance queue up."""

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from engine.persistence.instances import InstanceRow, instances
from engine.persistence.prepared import Prepared
from engine.persistence.user_tasks import COLUMNS, UserTask, no_task, user_tasks

_INSTANCE = [instances.c[name] for name in InstanceRow.__slots__]
# both rows are locked: PostgreSQL then gives the newest version of both after waiting, not a task as it was before
_LOCKED = Prepared(
    select(*_INSTANCE, *COLUMNS)
    .select_from(instances.join(user_tasks, user_tasks.c.instance_id == instances.c.id))
    .where(user_tasks.c.id == bindparam("id"))
    .with_for_update()
)


def lock_task(connection: Connection, task_id: str) -> tuple[InstanceRow, UserTask]:
    """Both rows, held until the transaction ends. Raises: NotFound."""
    row = _LOCKED.first(connection, {"id": task_id})
    if row is None:
        raise no_task(task_id)
    return InstanceRow(*row[: len(_INSTANCE)]), UserTask(*row[len(_INSTANCE) :])
