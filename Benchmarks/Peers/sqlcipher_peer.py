"""The same diary in SQLCipher 4, as lean as Python can make it: one process, one action.

    sqlcipher_peer.py insert|write|last|search|dump|check|nothing DATABASE KEY-DESCRIPTOR

What it takes in comes from standard input: for insert the journal that Vesper imports, for write the
text, for search the word. A key of 64 hex digits is used as it is, without a derivation; anything
else is a passphrase. Durability is SQLite's default: a rollback journal, synchronous full.
"""

import json
import os
import sys

import sqlcipher3

TABLE = ("create table entry (id integer primary key, author text not null, audience text not null,"
         " kind text not null, day text not null, time text not null, words text not null)")
INSERT = "insert into entry (author, audience, kind, day, time, words) values (?, ?, ?, ?, ?, ?)"


def opened(path: str, descriptor: int) -> sqlcipher3.Connection:
    with os.fdopen(descriptor) as pipe:
        key = pipe.readline().strip()
    database = sqlcipher3.connect(path)
    is_raw = len(key) == 64
    database.execute(f"pragma key = \"x'{key}'\"" if is_raw else f"pragma key = '{key}'")
    return database


def insert(database, given: str) -> None:
    database.execute(TABLE)
    database.executemany(INSERT, (
        ("Ada", "private", "reflection", entry["date"], entry["time"],
         f"{entry['title']} {entry['body']}") for entry in json.loads(given)["entries"]))
    database.commit()


def write(database, given: str) -> None:
    database.execute(INSERT, ("Ada", "private", "reflection", "2026-11-20", "21:00", given))
    database.commit()


def lines(rows) -> None:
    sys.stdout.writelines("\t".join(row) + "\n" for row in rows)


def last(database, _) -> None:
    lines(database.execute("select day, author, words from entry order by id desc limit 20"))


def search(database, given: str) -> None:
    lines(database.execute("select day, author, words from entry where words like ?",
                           (f"%{given.strip()}%",)))


def dump(database, _) -> None:
    lines(database.execute(
        "select json_object('id', id, 'kind', kind, 'author', author, 'audience', audience,"
        " 'about', day, 'body', json_object('text', words, 'time', time)) from entry"))


def check(database, _) -> None:
    """Every page's MAC, then the tree."""
    if database.execute("pragma cipher_integrity_check").fetchall():
        raise SystemExit("a page does not authenticate")
    if database.execute("pragma integrity_check").fetchall() != [("ok",)]:
        raise SystemExit("the tree is damaged")


def main() -> None:
    action, path, descriptor = sys.argv[1:]
    actions = {act.__name__: act for act in (insert, write, last, search, dump, check)}
    if action == "nothing":
        return
    takes = action in ("insert", "write", "search")
    database = opened(path, int(descriptor))
    actions[action](database, sys.stdin.read() if takes else "")
    database.close()


if __name__ == "__main__":
    main()
