"""Pages for everyone who works tasks: the worklist, a task, the cases, a case, notices."""

from web.handler import case, case_acts, cases, notices, register, task, worklist

blueprints = (worklist.pages, task.pages, cases.pages, case.pages, case_acts.pages, register.pages, notices.pages)
