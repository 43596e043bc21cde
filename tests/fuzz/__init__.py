"""Generated input at every address, form and import: nothing fails, nothing is half written.

`make test` tries a fixed sample, the same each time; `make fuzz` tries all of it with other
values each time, for some minutes. (docs/decisions/fuzz.md)
"""
