"""The kinds of elements a diagram may have, each a spec class of SpiffWorkflow with hooks of our own."""
