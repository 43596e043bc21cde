"""Many people at once. `people` runs in an environment of its own (var/load), and knows the
program only by HTTP; the rest starts the program, counts and writes down."""
