"""Dashboards: pages of tiles, each of them an address of the API."""

from collections.abc import Callable, Iterable

from pydantic import TypeAdapter, ValidationError

from app.seeding.seed_files.folder import Seeds
from app.seeding.seed_files.schemas import Slug
from app.store.publishing import Rows
from app.store.tables import Dashboard

# what is wrong with an address, given the rows that its values are to be found in
CheckAddress = Callable[[str, Rows], Iterable[str]]
_SLUG: TypeAdapter[str] = TypeAdapter(Slug)


def add_dashboards(seeds: Seeds, rows: Rows, check_address: CheckAddress | None) -> None:
    for dashboard, slug, file, location in seeds.dashboards:
        try:
            _SLUG.validate_python(slug)
        except ValidationError:
            location.add_problem(f"the name of the file is the dashboard's address: {slug!r} is not of a-z, 0-9 and -")
        for number, tile in enumerate(dashboard.tiles):
            for fault in check_address(tile.address, rows) if check_address else ():
                (location / "tiles" / number / "address").add_problem(f"address: {fault}")
        tiles = [{**tile.texts, "address": tile.address} for tile in dashboard.tiles]
        rows[Dashboard].append({"slug": slug, **dashboard.texts, "tiles": tiles, "file": file})
