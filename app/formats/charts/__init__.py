"""Charts as formats: `vega-lite` (a specification with its data), `svg` and `png`, drawn on the server.

`points` says what of a figure is drawn, `layout` chooses between a line of time and bars, `specification` writes Vega-Lite, and
`renderer` has a process of its own draw it.
"""
