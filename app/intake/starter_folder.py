"""An empty seeds folder: vocabularies to begin with, what a curator has to know, what git leaves out."""

from pathlib import Path

STARTER = Path(__file__).parent / "starter"
# beside what a curator's editor and system leave, drafts and caches that are made again
_IGNORED = ".cache/\n*.tmp\n*~\n.DS_Store\nfactbase.db*\n"


def init_folder(folder: Path) -> list[str]:
    """Write the files that are missing; what is there stays as it is. Returns the names of what was written."""
    wanted = {
        path.relative_to(STARTER).as_posix(): path.read_text(encoding="utf-8") for path in sorted(STARTER.rglob("*.*"))
    }
    wanted[".gitignore"] = _IGNORED
    written = []
    for name, text in wanted.items():
        path = folder / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            written.append(name)
    for name in ("documents", "facts", "entities", "sources", "publishers", "conflicts", "corroborations", "dashboards"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    return written


def is_seeds_folder(folder: Path) -> bool:
    return (folder / "vocabulary").is_dir()
