"""The text of a report as Markdown: blocks (CommonMark, tables, raw HTML), the text a reader sees, and its offsets in the source."""
