"""What a reading could not settle, told to whoever has the report."""

from dataclasses import dataclass

WRONG = "wrong"
NOTE = "note"

# what to do about each kind of problem
ADVICE = {
    "no-title": "Begin the report with a level-1 heading, or give its title in the front matter.",
    "no-bibliography": "Add the list of references, if the report has one; else the addresses of its markers are used.",
    "no-markers": "Check whether the report cites in a form that is not read, and whether its markers were lost in the export.",
    "not-cited": "Check whether the digits behind words and full stops are markers.",
    "unanswered-marker": "Add the missing entry to the list of references, or remove the marker.",
    "duplicate-entry": "Give each entry a number of its own.",
    "ambiguous-marker": "Say which of the entries is meant: give them different labels.",
    "number-contradiction": "Check which number is meant: the printed one was used.",
    "order": "Nothing, if the printed numbers are right: they were used, not the order.",
    "lost-marker": "Move the marker into the sentence that it supports.",
    "possible-marker": "Check whether the digits are a marker; they were read as text.",
    "unread-html": "Write the passage as Markdown if it belongs to the text.",
    "several-lists": "Nothing, if the numbers of each list are cited in its own chapter only.",
    "marker-address": "Check which source is meant: the marker's address differs from its entry's.",
    "encoding": "Save the file as UTF-8.",
    "ambiguous-currency": "Give the currency by its code, such as CNY or JPY.",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """`severity` is `wrong` where a fact could be given a source that is not its own, else `note`."""

    kind: str
    message: str
    start: int | None = None
    end: int | None = None
    severity: str = NOTE

    @property
    def advice(self) -> str:
        return ADVICE[self.kind]

    def __str__(self) -> str:
        return self.message
