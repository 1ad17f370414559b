"""Puts a measured section into FIGURES.md: figures.py FILE SECTION ROWS WHEN."""
import fcntl, pathlib, re, sys

file, section, rows, when = sys.argv[1:]
file = pathlib.Path(file)
turn = open(__file__)  # one at a time: sections may be measured side by side
fcntl.flock(turn, fcntl.LOCK_EX)
head = "# Figures, as measured\n\nWritten by `bench/run`; [README](README.md) says how to read them.\n"
text = file.read_text() if file.exists() else head
parts = re.split(r"(?m)^## ", text)
sections = {part.split("\n", 1)[0]: part for part in parts[1:]}
table = "| what | figure | command |\n|---|---|---|\n" + pathlib.Path(rows).read_text()
sections[section] = f"{section}\n\n{when}.\n\n{table}"
file.write_text(parts[0].rstrip() + "\n\n" + "\n\n".join("## " + s.rstrip() for s in sections.values()) + "\n")
