"""Bevakningar: what is due, for whom, by when, computed from facts (domain.md sections 2, 8, 11).

`planregler`, `samtalsregler` and `arenderegler` hold one function per rule; `regler` lists them. `berakning` asks them
of the city or of one person and keeps the table Bevakning equal to the answer. `atgarder` is what people do with one.
"""
