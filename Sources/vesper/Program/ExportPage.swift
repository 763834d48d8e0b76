/// The page that explains an export, which goes along with it.
enum ExportPage {
  /// `docs/export.md`, word for word; a test compares them.
  static let text = #"""
    # What an export holds

    `vesper export` writes a directory of ordinary files, for their owner alone (mode 0600), and nothing in them is
    sealed:

    | file | holds |
    |---|---|
    | `entries.jsonl` | the entries, one JSON object a line ([JSON Lines](https://jsonlines.org), UTF-8) |
    | `schema.json` | a JSON Schema (draft 2020-12) of such a line, with one branch for each kind |
    | `README.md` | this page |

    It holds the entries that its owner wrote, those for the owner alone and those for both; with `--both` also what
    the partner has shared. What the two agreed on, and answers that open together (to an agreement, to `ask` and to
    `repair`), are in no export.

    ## A line

    | member | is |
    |---|---|
    | `id` | the entry's own id, 32 hexadecimal digits |
    | `kind` | what it is: `reflection`, `checkin`, `note` … |
    | `author` | who wrote it, by name |
    | `audience` | `private`: for its author alone; `shared`: for both |
    | `about` | the day it is about, `YYYY-MM-DD` |
    | `entered` | when it was written: ISO 8601 with milliseconds and offset, by the author's own clock |
    | `tags` | words to find it by, perhaps none |
    | `amends` | only in a later version: the `id` of the first version |
    | `source` | only in what was imported: where it came from |
    | `body` | what was written; its members depend on `kind`, see `schema.json` |

    The members stand in this order, without white space. Those of `body` are in ascending order of their names.
    Characters are written as themselves, but for `"`, `\` and control characters.

    The lines are ordered by the instant of `entered`; within one instant one log follows the other, each in the order in
    which it was written. The same records always give the same bytes.

    ## Versions

    An entry that was amended has a line for each version. All versions of one entry have the same `author`, `kind`,
    `about` and `audience`; the later ones name the first in `amends`. What the entry says now is the version that was
    entered last, and of two entered at the same instant the one with the greater `id`.

    ## Taking it in again

    `vesper import --from vesper --file entries.jsonl` takes the entries into another vault, for their author alone,
    each as it reads now. `entered` becomes the time of the import, since nobody may date an entry back. What is there
    already is not taken twice. A file with a line that does not fit is refused whole, and the line is named.

    """#
}
