"""The index, the health of the service, and what each kind of problem means."""
