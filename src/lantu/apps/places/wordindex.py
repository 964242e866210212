"""How the word indexes are asked for phrases of `kernel.bigrams`: FTS5 and tsvector('simple').

PostgreSQL reads what is looked for with the parser that read the text: it takes the number out of
`1e23abc`, and would not find it again in a token that we wrote down ourselves.
"""

from collections.abc import Iterable

from lantu.kernel.bigrams import Phrase


def fts5(phrases: Iterable[Phrase]) -> str:
    """The parameter of a MATCH."""
    return " AND ".join(f'"{" ".join(p.tokens)}"{"*" if p.prefix else ""}' for p in phrases)


def tsquery(phrases: Iterable[Phrase]) -> tuple[str, list[str]]:
    """SQL of a tsquery and its parameters; tokens are letters and digits only."""
    parts: list[str] = []
    params: list[str] = []
    for phrase in phrases:
        whole = phrase.tokens[:-1] if phrase.prefix else phrase.tokens
        row = ["phraseto_tsquery('simple', %s)"] if whole else []
        params += [" ".join(whole)] if whole else []
        if phrase.prefix:
            row.append("to_tsquery('simple', %s)")
            params.append(f"{phrase.tokens[-1]}:*")
        parts.append(" <-> ".join(row))
    return " && ".join(f"({part})" for part in parts), params
