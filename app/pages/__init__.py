"""What people read: pages of lists, objects and reports, the guide, and llms.txt for language models.

Pages ask the API in this process (`api_client.py`) and have no queries of their own. Templates and static files are in this
package. May import `app.http`, `app.formats` and `app.report`; imported by `app.main` and `app.cli`.
"""
