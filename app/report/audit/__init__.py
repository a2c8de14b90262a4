"""The audit of a report: how far it can be trusted by what it shows."""
