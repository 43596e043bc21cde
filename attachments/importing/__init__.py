"""What imports of spreadsheets share, whatever they take in.

`reading` makes lines of a file of any shape, `words` knows texts and days as people write
them, `jobs` is how an import goes on in the background and may be begun again.
"""
