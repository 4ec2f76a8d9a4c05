"""Pages for the coordinator: the docket of disputes, convening and following joint handlings."""

from web.coordinator import docket, joint

blueprints = (docket.pages, joint.pages)
