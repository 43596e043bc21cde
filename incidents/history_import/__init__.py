"""Incidents from an older system: a spreadsheet read, mapped, checked and taken in.

`fields` says what can be imported and guesses, `reading` makes lines of a file, `rows`
makes an incident of a line or says why not, `running` goes from one step to the next.
"""
