"""Pages for the coordinator: the docket of disputes, joint handlings, clusters, campaigns, proposals, hand-offs."""

from web.coordinator import campaigns, clusters, docket, joint, proposals, referrals

blueprints = (docket.pages, joint.pages, clusters.pages, campaigns.pages, proposals.pages, referrals.pages)
