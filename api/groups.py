"""Every group of addresses, in the order they are described."""

from api.calls import Calls
from api.campaigns import campaigns
from api.case_acts import case_acts
from api.cases import cases
from api.citizen import citizen
from api.clusters import clusters
from api.coordination import coordination
from api.deployments import deployments
from api.district import district
from api.drafts import drafts
from api.feel import feel
from api.figures import figures
from api.heat import heat
from api.incidents import incidents
from api.list_revisions import list_revisions
from api.migrations import migrations
from api.processes import processes
from api.proposals import proposals
from api.referrals import referrals
from api.responsibility_list import responsibility
from api.sessions import sessions
from api.tasks import tasks

GROUPS: tuple[Calls, ...] = (
    sessions,
    citizen,
    cases,
    case_acts,
    tasks,
    coordination,
    clusters,
    campaigns,
    proposals,
    referrals,
    figures,
    processes,
    deployments,
    drafts,
    feel,
    heat,
    incidents,
    migrations,
    district,
    responsibility,
    list_revisions,
)
