"""In-text citation markers: `conventions` has a module for each way of writing them, `convention_detection` finds out which of
them a report uses, and `citation_scopes` says which sentences a marker supports.
"""
