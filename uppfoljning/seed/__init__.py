"""Demo data: a city that could be true, the same every time for a seed and a day.

`personer` and `vagar` make lives as plain dataclasses without a database, `matt` measures them, `skriv` puts them in
the database in bulk. Every number is one of Skatteverket's published test numbers (domain.md section 10).
"""
