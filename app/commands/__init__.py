"""The commands of a curator: making a folder, taking reports in, seeing what is curated.

Each module is a part of the command line, which `app.cli` puts together; what the commands do is in `app.seeding` and
`app.store`. `terminal` has what all of them need: settings, one line where a command cannot go on, progress. May import
everything but `app.main`; only `app.cli` imports this package.
"""
