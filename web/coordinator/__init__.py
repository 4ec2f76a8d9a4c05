"""Pages for the coordinator: the docket of disputes, joint handlings, clusters, campaigns, proposals."""

from web.coordinator import campaigns, clusters, docket, joint, proposals

blueprints = (docket.pages, joint.pages, clusters.pages, campaigns.pages, proposals.pages)
