"""A unit as its chef sees it: whom it works with, who lacks a plan, what is overdue, how the work is spread.

Every figure is a query set of `urval` or `forsenade`, counted for the page and listed when it is opened: the same
question, under the reader's own rights. Sorted by name or date; nothing here weighs persons or handläggare.
"""
