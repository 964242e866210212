"""What a finding is called, so that a decision about it holds in the next version too.

A key is made of the code, the words that the finding stands on, and which of the equal ones it is;
no offset enters, so an edit elsewhere changes no key. Pure.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any


def finding_keys(rows: Iterable[Mapping[str, Any]], text: str) -> list[str]:
    """The key of each row of findings.json, in their order."""
    seen: Counter[tuple[str, str]] = Counter()
    keys = []
    for row in rows:
        quoted = text[slice(*row["span"])] if row["span"] else row["message"]
        words = "".join(quoted.split())
        seen[row["code"], words] += 1
        said = f"{row['code']}\x1f{words}\x1f{seen[row['code'], words]}"
        keys.append(sha256(said.encode()).hexdigest()[:16])
    return keys
