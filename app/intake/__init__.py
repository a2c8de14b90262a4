"""Reports come in: files that others wrote are read, and written into a seeds folder so that everything loads.

`report_in` reads one, `init_folder` makes an empty folder; `Intake` takes reports into one: the document as it is or converted to Markdown, its
YAML, the sources and publishers that its references name. A second export of a report carries over what was curated. It
writes text files only; `app.seeding` checks them and `app.store` holds the rows. May import `app.report`, `app.seeding` and
`app.vocabulary`; only `app.commands` and tests import this package.
"""

from app.intake.intake import Added, Intake
from app.intake.report_files import RefusedError, report_in
from app.intake.starter_folder import init_folder

__all__ = ["Added", "Intake", "RefusedError", "init_folder", "report_in"]
