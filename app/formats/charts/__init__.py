"""Charts as formats: `vega-lite` (a specification with its data), `svg`, `png` and `svg-narrow`, drawn on the server.

`points` says what of a figure is drawn, `specification` chooses between a line of time and bars and writes Vega-Lite, and
`renderer` has a process of its own draw it.
"""
