"""The words pages use for the codes of the closed lists; a code without a word stands for itself."""

from typing import Any

from flask import Flask, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from engine.actor import CLOCK, ROLES, SYSTEM, Actor
from web.shared.door import CITIZEN

WORDS: dict[str, dict[str, Any]] = {
    "kind": {"consult": _("Consult"), "suggestion": _("Suggestion"), "complaint": _("Complaint")},
    "state": {
        "registered": _("Registered"),
        "asked": _("Waiting for the citizen"),
        "accepted": _("Accepted"),
        "dispatched": _("Dispatched"),
        "handling": _("Being handled"),
        "review": _("Under review"),
        "rating": _("Waiting for the rating"),
        "deciding": _("With the coordinator"),
        "merged": _("Merged into another request"),
        "closed": _("Closed"),
        "rejected": _("Not accepted"),
        "withdrawn": _("Withdrawn"),
        "refiled": _("Filed as another kind"),
    },
    "role": {
        "citizen": _("Citizen"),
        "system": _("System"),
        "clock": _("The clock"),
        "operator": _("Command line"),
        "intake": _("Intake"),
        "dispatcher": _("Dispatcher"),
        "shift_leader": _("Shift leader"),
        "handler": _("Handler"),
        "unit_leader": _("Unit leader"),
        "coordinator": _("Coordinator"),
        "reviewer": _("Reviewer"),
        "callback_officer": _("Call-back officer"),
        "supervisor": _("Supervisor"),
        "designer": _("Process designer"),
        "leader": _("Leader"),
        "admin": _("Administrator"),
        "legal": _("Legal adviser"),
        "discipline": _("Discipline organ"),
    },
    "channel": {
        "web": _("Web page"),
        "wechat": _("WeChat"),
        "hotline": _("Hotline 12345"),
        "mailbox": _("Leaders' mailbox"),
        "app": _("App"),
        "counter": _("Counter"),
        "telephone": _("Landline telephone"),
        "visit": _("Visit"),
        "letter": _("Letter"),
        "media": _("Media"),
        "import": _("Import"),
        "open311": _("Open311"),
    },
    # What the engine calls the elements of a diagram in a verdict, and what kind of event stands before one.
    "element": {
        "user task": _("Task of a person"),
        "service task": _("Operation"),
        "decision": _("Decision"),
        "send task": _("Send"),
        "receive task": _("Wait"),
        "subprocess": _("Subprocess"),
        "exclusive gateway": _("Exclusive gateway"),
        "parallel gateway": _("Parallel gateway"),
        "inclusive gateway": _("Inclusive gateway"),
        "event gateway": _("Event gateway"),
        "start event": _("Start event"),
        "end event": _("End event"),
        "catching event": _("Catching event"),
        "throwing event": _("Throwing event"),
        "boundary event": _("Boundary event"),
    },
    "event": {
        "timer": _("Timer"),
        "message": _("Message"),
        "signal": _("Signal"),
        "error": _("Error"),
        "escalation": _("Escalation"),
        "terminate": _("Terminate"),
    },
    "event_part": {"catch": _("Catching event"), "throw": _("Throwing event"), "end": _("End event")},
    # What a text that is not FEEL lacks.
    "feel": {
        "a value": _("a value"),
        "an operator": _("an operator"),
        "a number": _("a number"),
        "a text": _("a text"),
        "a name": _("a name"),
        "a name with a colon": _("a name with a colon"),
        "a comma": _("a comma"),
        "a colon": _("a colon"),
        "a dot": _("a dot"),
        "the end": _("the end"),
        "something else": _("something else"),
    },
    "loop": {"parallel": _("all at once"), "sequential": _("one after the other")},
    "urgency": {"ordinary": _("Ordinary"), "urgent": _("Urgent"), "very_urgent": _("Very urgent")},
    "outcome": {
        "resolved": _("Resolved"),
        "explained": _("Explained"),
        "promised": _("Promised"),
        "cannot_act": _("Cannot act"),
        "adopted": _("Adopted"),
        "partly": _("Partly adopted"),
        "not_adopted": _("Not adopted"),
    },
    "ground": {
        "not_our_duty": _("Not our duty"),
        "not_our_place": _("Not our place"),
        "not_our_asset": _("Not our asset"),
        "no_power": _("No power to act"),
        "wrong_matter": _("Filed under the wrong matter"),
        "dispatcher_error": _("Dispatched by mistake"),
    },
    "decision": {
        "dispatcher_error": _("Dispatcher's error"),
        "reject": _("Return rejected"),
        "open_dispute": _("Dispute opened"),
        "withdrawn": _("Return withdrawn"),
        "lapsed": _("Lapsed: undecided in time"),
        "moot": _("Moot: the case was merged or ended before it was settled"),
        "cosign": _("Co-signed"),
        "withdraw": _("Return withdrawn"),
    },
    "asked": {"approve": _("Granted"), "refuse": _("Refused"), "withdrawn": _("Withdrawn: nothing left to decide")},
    "part": {
        "the reason": _("the reason"),
        "the ground": _("the ground"),
        "the role": _("the role"),
        "the decision": _("the decision"),
        "the position": _("the position"),
    },
    "position": {"ours": _("Our duty"), "shared": _("We can cooperate"), "not_ours": _("Not our duty")},
    "suspension": {
        "season": _("Season"),
        "engineering": _("Engineering works"),
        "court": _("Before a court"),
        "owner_unknown": _("Owner unknown"),
    },
    "contact": {"telephone": _("By telephone"), "visit": _("On the spot"), "message": _("By message")},
    "deadline": {
        "accept": _("Acceptance"),
        "supplement": _("Answer to the question asked"),
        "dispatch": _("Dispatch"),
        "sign": _("Signing"),
        "contact": _("First contact"),
        "cosign": _("Co-signature"),
        "return_review": _("Review of the return"),
        "opinion": _("Opinions"),
        "ruling": _("Ruling"),
        "handle": _("Handling"),
        "review": _("Closure review"),
        "rating": _("Rating"),
        "repeat": _("Decision after “not solved” again"),
        "citizen": _("Reply to the citizen"),
        "branch": _("Branch of the joint handling"),
        "joint": _("Joint handling"),
        "redo": _("Redo"),
        "extension": _("Extension"),
        "suspension": _("Suspension"),
        "position": _("Positions of the units"),
        "commitment": _("The promise made"),
    },
    "branch": {
        "open": _("working"),
        "reported": _("reported"),
        "late": _("late"),
        "released": _("released"),
        "planned": _("planned"),
    },
    "entry": {
        "start": _("Begun"),
        "complete": _("Completed"),
        "message": _("Message"),
        "timer": _("The clock"),
        "claim": _("Taken"),
        "release": _("Given back"),
        "assign": _("Assigned"),
        "retry": _("Tried again"),
        "skip": _("Skipped"),
        "correct": _("Corrected"),
        "incident": _("Stopped"),
        "notice": _("Notice"),
        "deadline": _("Deadline"),
        "case": _("Case"),
        "attach": _("Files"),
        "joint": _("Joint handling"),
        "campaign": _("Campaign"),
        "urge": _("Urged on"),
        "supervision": _("Supervision of a case"),
        "exclusion": _("Left out of the figures"),
        "identity": _("Who the citizen is"),
        "commitment": _("The promise made"),
        "referral": _("Handed to the discipline organ"),
    },
    "exclusion": {
        "out_of_scope": _("Beyond what any unit may do"),
        "unreasonable": _("Plainly unreasonable"),
        "untrue": _("Found untrue on inspection"),
        "legal_way": _("Belongs before a court or an appeal body"),
        "mediation": _("Mediation or enforcement: not by satisfaction alone"),
        "force_majeure": _("Force majeure"),
    },
    "verb": {
        "citizen": _("The citizen"),
        "complete": _("Completed"),
        "claim": _("Taken"),
        "release": _("Given back"),
        "pass": _("Time passes"),
        "act": _("Act"),
        "send": _("Message"),
        "start": _("Begun"),
        "expect": _("Expected"),
    },
    "citizen_act": {
        "submits": _("submits a request"),
        "supplements": _("adds something"),
        "rates": _("rates the reply"),
        "urges": _("urges"),
        "withdraws": _("takes it back"),
    },
    "span": {
        "minutes": _("minutes"),
        "hours": _("hours"),
        "working hours": _("working hours"),
        "days": _("days"),
        "working days": _("working days"),
        "weeks": _("weeks"),
    },
    "version": {
        "old": _("earlier"),
        "new": _("later"),
        "in_force": _("in force"),
        "superseded": _("superseded"),
        "proposed": _("waits for approval"),
        "rejected": _("rejected"),
    },
    "status": {"skipped": _("skipped"), "broken": _("broken off"), "replied": _("answered"), "none": _("none")},
    "move": {"running": _("under way"), "paused": _("paused"), "done": _("done")},
    "verdict": {
        "pending": _("not looked at yet"),
        "migrated": _("moved over"),
        "safe": _("safe"),
        "needs_mapping": _("needs a mapping"),
        "blocked": _("blocked"),
        "failed": _("failed"),
        "ended": _("ended meanwhile"),
        "reverted": _("put back"),
    },
    "what_if": {
        "same": _("the same"),
        "path": _("another way"),
        "end": _("ends elsewhere"),
        "late": _("would be late"),
        "in_time": _("would be in time"),
        "misfit": _("does not fit"),
        "stuck": _("would wait for ever"),
        "merged": _("went on in another case"),
        "unfaithful": _("cannot be looked back at"),
    },
    "many": {"parallel": _("for all at once"), "sequential": _("for one after the other")},
    "heat": {
        "waiting": _("Waiting now"),
        "overdue": _("Overdue now"),
        "done": _("Completed in the period"),
        "median": _("Median time"),
        "late": _("Completed late"),
        "again": _("Came again"),
    },
    "figure_side": {"part": _("Counted"), "rest": _("Not reached"), "whole": _("Together")},
    "run": {"running": _("runs"), "completed": _("ended"), "terminated": _("terminated")},
    "cluster": {"open": _("open"), "convened": _("convened"), "dismissed": _("needs no coordination")},
    "campaign": {"running": _("running"), "ended": _("ended")},
    "because": {
        "ruling": _("ruled for this case"),
        "precedent": _("precedent"),
        "near_precedent": _("precedent of a like matter"),
        "list": _("leads by the list"),
        "cooperates": _("cooperates by the list"),
        "fallback": _("fallback by the list"),
        "history": _("had the like before"),
        "suggested": _("suggested in a return"),
        "returned": _("returned it"),
        "disputed": _("named in the dispute"),
    },
    "power": {"enforce": _("Enforce"), "repair": _("Repair"), "persuade": _("Persuade")},
    "differs": {
        "matter": _("another matter"),
        "asset": _("another owner of the asset"),
        "street": _("another street"),
        "community": _("another community"),
    },
    "alike": {
        "near_copy": _("nearly the same text"),
        "like_text": _("like text"),
        "same_matter": _("same matter"),
        "same_spot": _("same spot"),
        "same_community": _("same community"),
        "same_street": _("same street"),
        "same_days": _("same days"),
    },
    "list_field": {
        "code": _("Code"),
        "level1": _("Level 1"),
        "level2": _("Level 2"),
        "level3": _("Level 3"),
        "situation": _("Situation"),
        "grade": _("Grade"),
        "limits": _("Limit"),
        "consult_limit": _("Limit of a consult"),
        "suggestion_limit": _("Limit of a suggestion"),
        "complaint_limit": _("Limit of a complaint"),
        "leads": _("Lead unit"),
        "cooperating": _("Cooperating units"),
        "fallback": _("Fallback unit"),
        "powers": _("Powers"),
        "legal_basis": _("Legal basis"),
        "source": _("Source"),
        "demo": _("Made up (no public source)"),
    },
    # What stands in a row of the list behind @: the unit of that function where the case is.
    "function": {
        "community": _("the community's station"),
        "construction": _("the street's construction office"),
        "enforcement": _("the street's enforcement team"),
        "labour": _("the street's labour office"),
        "land": _("the street's land centre"),
        "municipal": _("the street's municipal services"),
        "stability": _("the street's public order office"),
        "work_safety": _("the street's work safety office"),
    },
    "list_change": {"added": _("Added"), "changed": _("Changed"), "removed": _("Taken away")},
    "list_origin": {
        "seed": _("first list"),
        "import": _("import"),
        "edit": _("edit"),
        "revision": _("list revision"),
    },
    "revision": {
        "drafting": _("being drafted"),
        "positions": _("units take positions"),
        "review": _("legal review"),
        "meeting": _("meeting"),
        "adopting": _("to be adopted"),
        "adopted": _("adopted"),
        "dropped": _("dropped"),
    },
    "revision_position": {"agree": _("agrees"), "object": _("objects")},
    "day_is": {True: _("work"), False: _("free")},
    "token": {
        "waiting": _("waiting here"),
        "listening": _("may still come"),
        "visited": _("passed"),
        "incident": _("stopped, someone must look"),
        "cancelled": _("cancelled"),
    },
}

REVISION = "LR"  # how the number of a list revision begins
JOINT = "JH"  # how the number of a joint handling begins


def word(group: str, code: Any) -> str:
    """The word for ``code`` in the page's language."""
    if code is None:
        return ""
    return str(WORDS[group].get(code, code))


def roles_of(actor: Actor) -> str:
    """The roles a person holds, in words."""
    return gettext(", ").join(word("role", role) for role in ROLES if role in actor.roles)


def who(name: str | None) -> str:
    """A name as it is; those who have none of their own (a citizen, the clock, the system) by what they are."""
    nameless = {label: one.username for one in (CITIZEN, CLOCK, SYSTEM) for label in (one.name, one.username)}
    return word("role", nameless.get(name, name)) if name in (*nameless, "operator") else name or ""


def page_of(key: str) -> str:
    """The page of what a business key names: a joint handling or revision by its number, else the case."""
    number = key.partition("/")[0]
    if number.startswith(REVISION):
        return url_for("matters.show_revision", number=number)
    return url_for("joint.show" if number.startswith(JOINT) else "case.show", number=number)


def prepare(app: Flask) -> None:
    app.jinja_env.globals.update(word=word, words=WORDS, roles_of=roles_of, page_of=page_of, who=who)
