"""Documentation pages: the guide and llms.txt.

May import `app.http` and `app.formats`; imported by `app.main`.
"""
