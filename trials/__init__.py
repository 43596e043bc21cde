"""The real program under trial: its processes on loopback, and people who use it over HTTP.

`browsing` is a browser without scripts: it logs in, reads pages and sends their forms as
they stand, CSRF token and all. `acts` are what people do with it, one function each; an act
gives a filled form, which is sent once, again or twice at the same time, and what the user
was told by the answer. A trial compares that with what is there afterwards.
"""
