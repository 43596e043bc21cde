"""Real scanners against the running program, and what they found held against answers.

`town` is a small seed and the program on loopback; `scanning` runs wapiti and sqlmap;
`auditing` asks what is known of the packages and looks for secrets. All give findings. One
that is not mended has an answer with its reason in answered.toml; else the trial fails.
"""
