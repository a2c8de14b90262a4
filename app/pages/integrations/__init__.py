"""`/integrations`: files for other tools (dashboards, notebooks, apps) with the service's own address in them.

A file of `files/` is one that its tool runs or imports as it is. What differs from service to service, its address and the
question to begin with, is set as a value of the file's own format: a Python constant, a value of parsed JSON or YAML.
"""
