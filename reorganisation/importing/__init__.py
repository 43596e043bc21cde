"""Units and people from a spreadsheet of any shape.

`fields` says what can be imported and guesses, `units` and `people` make of each row what
would change or say why not, `running` goes from one step to the next. What is done twice
is done once: each run looks at what stands and changes what is other in the file.
"""
