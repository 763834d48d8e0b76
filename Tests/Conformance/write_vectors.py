"""Writes vectors/ from docs/format.md alone, the same bytes each time.

    python3 write_vectors.py
"""

import shutil
import sys

import vectors_of_ends
import vectors_of_files
import vectors_of_history
import vectors_of_places
import vectors_of_records
import vectors_of_segments
import vectors_of_sides
from vector_base import base
from vector_book import Book
from vector_files import VECTORS


def build() -> dict[str, bytes]:
    """Every file below vectors/ but its README."""
    book = Book()
    for part in (vectors_of_segments, vectors_of_places, vectors_of_records, vectors_of_history,
                 vectors_of_files, vectors_of_ends, vectors_of_sides):
        part.write(book)
    files = {f"base/{path}": content for path, content in base().files.items()}
    files["base.names"] = "".join(
        f"{name} {path}\n" for name, path in base().names.items()).encode()
    return files | {name: text.encode() for name, text in book.files.items()}


def main() -> None:
    shutil.rmtree(VECTORS / "base", ignore_errors=True)
    for old in VECTORS.glob("*.vector"):
        old.unlink()
    files = build()
    for name, content in files.items():
        (VECTORS / name).parent.mkdir(parents=True, exist_ok=True)
        (VECTORS / name).write_bytes(content)
    count = sum(name.endswith(".vector") for name in files)
    print(f"{count} vectors, {sum(map(len, files.values())):,} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
