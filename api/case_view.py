"""What one case looks like on the wire: its file, its dates explained, its diagrams."""

from marshmallow import fields

from api.fields import Anything, Facts, Moment, Schema


class NextDeadline(Schema):
    """By when what is to happen; provisional = the year's holidays are not announced yet."""

    name = fields.String(required=True)
    due = Moment(required=True)
    started_at = Moment()
    provisional = fields.Boolean()


class Step(Schema):
    """One thing that happened, in Chinese and English."""

    at = Moment(required=True)
    kind = fields.String(required=True)
    what = fields.String(required=True)
    what_en = fields.String(allow_none=True)
    who = fields.String(allow_none=True)
    text = fields.String(allow_none=True)


class Citizen(Schema):
    """Who asked, as far as the caller's step needs it."""

    name = fields.String(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True)
    anonymous = fields.Boolean(required=True)
    masked = fields.Boolean(required=True)


class OpenTask(Schema):
    """A task of the case the caller may see."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(allow_none=True)
    role = fields.String(required=True)
    unit = fields.String(required=True, allow_none=True)
    assignee_name = fields.String(allow_none=True)
    due = Moment(required=True, allow_none=True)


class Resting(Schema):
    """Why the clock rests, by the list, and when it goes on by itself."""

    reason = fields.String(required=True)
    until = Moment(required=True)


class CaseStanding(Schema):
    """Where a case stands and whose it is."""

    number = fields.String(required=True)
    kind = fields.String(required=True)
    title = fields.String(required=True)
    text = fields.String(required=True)
    place = Facts(required=True)
    channel = fields.String(required=True)
    urgency = fields.String(required=True)
    state = fields.String(required=True)
    owner_role = fields.String(required=True)
    owner_unit = fields.String(required=True, allow_none=True)
    owner_unit_name = fields.String(allow_none=True)
    owner_unit_name_en = fields.String(allow_none=True)
    suspended = fields.Boolean(required=True)
    suspension = fields.Nested(Resting, allow_none=True, required=True)
    ruled = fields.Boolean(required=True)
    redos = fields.Integer(required=True)
    outcome = fields.String(required=True, allow_none=True)
    merged_into = fields.String(required=True, allow_none=True)
    next_deadline = fields.Nested(NextDeadline, required=True, allow_none=True)
    registered_at = Moment(required=True)
    dispatched_at = Moment(required=True, allow_none=True)
    signed_at = Moment(required=True, allow_none=True)
    replied_at = Moment(required=True, allow_none=True)
    closed_at = Moment(required=True, allow_none=True)
    matter = Facts(required=True, allow_none=True)
    lead_unit = fields.String(required=True, allow_none=True)
    lead_unit_name = fields.String(allow_none=True)
    lead_unit_name_en = fields.String(allow_none=True)
    cooperating_units = fields.List(fields.String(), required=True)
    cooperating_unit_names = fields.List(fields.String())
    cooperating_unit_names_en = fields.List(fields.String())
    fallback_unit = fields.String(required=True, allow_none=True)
    fallback_unit_name = fields.String(allow_none=True)
    fallback_unit_name_en = fields.String(allow_none=True)


class CaseSchema(CaseStanding):
    """The file of a case. `may` says what the caller may do with it now."""

    citizen = fields.Nested(Citizen, required=True)
    identity_requests = fields.List(Facts(), required=True)
    exclusion = Facts(required=True, allow_none=True)
    key_supervision = fields.Boolean(required=True)
    accused_units = fields.List(Facts(), required=True)
    supplements = fields.List(Facts(), required=True)
    replies = fields.List(Facts(), required=True)
    ratings = fields.List(Facts(), required=True)
    returns = fields.List(Facts(), required=True)
    disputes = fields.List(Facts(), required=True)
    requests = fields.List(Facts(), required=True, metadata={"description": "for more time or a suspension"})
    joint_handlings = fields.List(Facts(), required=True)
    commitments = fields.List(Facts(), required=True)
    citizens = fields.Integer(required=True, metadata={"description": "how many citizens said the same"})
    recurrence = Facts(required=True, allow_none=True)
    children = fields.List(Facts(), required=True)
    timeline = fields.List(fields.Nested(Step), required=True)
    open_tasks = fields.List(fields.Nested(OpenTask), required=True)
    extensions_offered = fields.List(Facts(), required=True)
    may = fields.Dict(keys=fields.String(), values=fields.Boolean(), required=True)


class CountedDay(Schema):
    """A day on the way to the date: whether it counted, why not, and how many working minutes of it (null: whole).

    Paused: it would have counted, but the clock rested.
    """

    day = fields.String(required=True, metadata={"format": "date"})
    counts = fields.Boolean(required=True)
    name = fields.String(required=True)
    minutes = fields.Integer(required=True, allow_none=True)
    paused = fields.Boolean(required=True)


class DeadlineStep(Schema):
    """A start, a pause, a holiday, an extension: and the date as it then was."""

    at = Moment(required=True)
    what = fields.String(required=True)
    zh = fields.String(required=True)
    en = fields.String(required=True)
    by = fields.String(allow_none=True)
    by_name = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)
    due = Moment(required=True, allow_none=True)
    provisional = fields.Boolean()
    days = fields.List(fields.Nested(CountedDay), required=True)


class ExplainedDeadline(Schema):
    """One clock of a case with its ledger; due null = it rests or is over."""

    name = fields.String(required=True)
    subject = fields.String(allow_none=True)
    round = fields.Integer()
    state = fields.String(required=True)
    budget = fields.String(required=True)
    budget_zh = fields.String()
    started_at = Moment(required=True)
    due = Moment(required=True, allow_none=True)
    last_due = Moment()
    provisional = fields.Boolean()
    kept = Anything(allow_none=True)
    demo = fields.Boolean(
        metadata={"description": "true: no public source gives this limit, as the tables and the row of the list say"}
    )
    steps = fields.List(fields.Nested(DeadlineStep), required=True)


class DeadlineExplanation(Schema):
    """Every clock of a case."""

    number = fields.String(required=True)
    deadlines = fields.List(fields.Nested(ExplainedDeadline), required=True)


class ElementState(Schema):
    """waiting, incident, visited or cancelled; and how often it was passed."""

    state = fields.String(required=True)
    count = fields.Integer(required=True)
    name = fields.String(allow_none=True)
    name_en = fields.String(allow_none=True)
    kind = fields.String()


class DiagramOfInstance(Schema):
    """One diagram of one instance of the case, as XML, with what happened on it by element id."""

    instance = fields.String(required=True)
    process = fields.String(required=True)
    name = fields.String(allow_none=True)
    name_en = fields.String(allow_none=True)
    bundle = fields.String(required=True)
    version = fields.Integer(required=True)
    status = fields.String(required=True)
    xml = fields.String(required=True)
    elements = fields.Dict(keys=fields.String(), values=fields.Nested(ElementState), required=True)
    flows = fields.List(fields.String(), required=True, metadata={"description": "ids of the flows taken"})
    steps = fields.List(Facts(), required=True)
