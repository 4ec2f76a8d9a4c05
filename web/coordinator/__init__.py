"""Pages for coordinator and shift leader: the shift, disputes, joint handlings, clusters, campaigns, hand-offs."""

from web.coordinator import campaigns, clusters, docket, joint, proposals, referrals, shift

blueprints = (shift.pages, docket.pages, joint.pages, clusters.pages, campaigns.pages, proposals.pages, referrals.pages)
