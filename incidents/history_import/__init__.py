"""Incidents from an older system: a spreadsheet read, mapped, checked and taken in.

`fields` says what can be imported and guesses, `rows` makes an incident of a line or says
why not, `running` goes from one step to the next; `attachments.importing` reads the file.
"""
