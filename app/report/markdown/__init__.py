"""The text of a report as Markdown: blocks (CommonMark, tables, raw HTML), what a reader sees of them, and where it stands in the text."""
