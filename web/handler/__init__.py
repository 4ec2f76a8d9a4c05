"""Pages for everyone who works tasks: the worklist and acts on several of it, a task, the cases, a case, notices."""

from web.handler import batch, case, case_acts, cases, events, notices, register, task, templates, worklist

blueprints = (
    worklist.pages,
    batch.pages,
    events.pages,
    task.pages,
    cases.pages,
    case.pages,
    case_acts.pages,
    register.pages,
    notices.pages,
    templates.pages,
)
