"""Where words lie: in every file of the data directory as its bytes stand, in what is packed, in the
Parquet files as DuckDB reads them, and in every table of PostgreSQL."""
import contextlib, glob, gzip, os, sqlite3, subprocess

import duckdb


class Search:
    def __init__(self, data, database):
        self.data, self.database, self.looked = data, database, 0

    def in_files(self):
        return glob.glob(f"{self.data}/lake/*/deedwell/actions/*.parquet")

    def everywhere(self, words):
        """Of each word that is found, where."""
        found = {}
        self.looked = 0
        for place, content in self.places():
            self.looked += 1
            content = content.lower()
            for word in words:
                if word.encode() in content: found.setdefault(word, set()).add(place)
        return found

    def places(self):
        for folder, _, names in os.walk(self.data):
            for name in names:
                path = os.path.join(folder, name)
                with open(path, "rb") as file: yield os.path.relpath(path, self.data), file.read()
        if os.path.exists(f"{self.data}.err"):
            # Until letters are sent the log tells the operator a code and whose it is; the log is theirs to turn over.
            with open(f"{self.data}.err", "rb") as file: yield "the log", b"".join(line for line in file if b"Sign-in code" not in line)
        for path in self.in_files():
            yield f"{os.path.basename(path)}, read", repr(duckdb.sql(f"from read_parquet('{path}')").fetchall()).encode()
        yield from self.packed()
        if self.database: yield "PostgreSQL", self.run("pg_dump", "--data-only", "--inserts", "--enable-row-security", self.database)

    def run(self, *command):
        """A program of PostgreSQL's, for which every organisation is meant."""
        every = {**os.environ, "PGOPTIONS": "-c deedwell.organisation=*"}
        return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=every).stdout

    def rows(self, sql):
        if self.database:
            said = self.run("psql", "-At", self.database, "-c", sql).decode()
            return [bytes.fromhex(line.removeprefix("\\x")) for line in said.split()]
        # Closed at once: whoever has it open keeps what was written from being folded in.
        with contextlib.closing(sqlite3.connect(f"file:{self.data}/deedwell.db?mode=ro", uri=True)) as state:
            return [row[0] for row in state.execute(sql)]

    def packed(self):
        for bytes_ in self.rows("select bytes from sent"):
            yield "what was sent, unpacked", gzip.decompress(bytes_)
        for bytes_ in self.rows("select bytes from block"):
            yield "a block of the log", bytes_

    def let_pass(self, seconds):
        """So much time passes for what waits for it, while nothing runs."""
        moved = [f"update lake_snapshot set at = at - {seconds}000000", f"update block set written_at = written_at - {seconds}000000", f"update lake_doomed set since_at = since_at - {seconds}000000",
                 f"update erasure set unreadable_at = unreadable_at - {seconds}000000",
                 "update job set run_at = 0 where kind = 'people.erased'"]
        if self.database:
            self.run("psql", "-q", self.database, *[w for sql in moved for w in ("-c", sql)])
        else:
            with sqlite3.connect(f"{self.data}/deedwell.db") as state:
                state.execute("pragma secure_delete = on")
                for sql in moved: state.execute(sql)
            state.close()
