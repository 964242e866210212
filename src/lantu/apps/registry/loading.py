"""Lays one package down as rows of a version: outline, promises, wordings, values, names, index.

Called by the action `load_version` inside its transaction. A fixed number of statements, whatever
the plan's size; nothing here decides who may.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from django.db.models import F

from lantu.apps.places.models import Area
from lantu.apps.registry import values
from lantu.apps.registry.citing import cited_places
from lantu.apps.registry.intake import Commitment, commitments
from lantu.apps.registry.models import (
    Appearance,
    Link,
    Name,
    PlanVersion,
    Promise,
    SearchEntry,
    Section,
    StoredPackage,
)
from lantu.apps.registry.words import NameKind
from lantu.engines.plan.model import Item
from lantu.engines.plan.package import Package, item_row, to_files
from lantu.engines.plan.structure.passages import strip_noise
from lantu.kernel.bigrams import index_text
from lantu.kernel.spans import Span

BATCH = 500


@dataclass(slots=True)
class Loaded:
    """What was laid down. fresh: item ids whose promise is new."""

    appearances: dict[str, Appearance] = field(default_factory=dict)
    fresh: set[str] = field(default_factory=set)


def load(version: PlanVersion, package: Package, known: Mapping[str, Promise]) -> Loaded:
    """known: item id → the earlier promise that it certainly is."""
    files = {name: data.decode() for name, data in to_files(package).items()}
    StoredPackage.objects.create(
        version=version,
        text=files["text.txt"],
        plan=files["plan.json"],
        findings=files["findings.json"],
    )
    sections = _sections(version, package)
    found = commitments(package)
    loaded = _promises(version, found, sections, known)
    values.write(package, found, loaded.appearances)
    _links(version, package, loaded)
    _names(version, package, loaded)
    _index(version, package, sections, loaded)
    return loaded


def _sections(version: PlanVersion, package: Package) -> dict[str, Section]:
    places = cited_places(package.outline)
    rows = {
        unit.id: Section(
            version=version,
            item=unit.id,
            level=unit.level,
            number=(unit.number or "")[:40],
            place=places[unit.id],
            title=unit.title[:300],
            start=unit.span.start,
            end=unit.span.end,
            heading_start=unit.heading_span.start,
            heading_end=unit.heading_span.end,
        )
        for unit in package.outline
    }
    Section.objects.bulk_create(rows.values(), BATCH)
    children = [unit for unit in package.outline if unit.parent]
    for unit in children:
        rows[unit.id].parent = rows[unit.parent or ""]
    Section.objects.bulk_update([rows[unit.id] for unit in children], ["parent"], BATCH)
    return rows


def _promises(
    version: PlanVersion,
    found: Iterable[Commitment],
    sections: Mapping[str, Section],
    known: Mapping[str, Promise],
) -> Loaded:
    loaded, fresh, appearances = Loaded(), [], []
    for commitment in found:
        promise = next((known[i.id] for i in commitment.items if i.id in known), None)
        if promise is None:
            promise = Promise(kind=commitment.kind, title=commitment.title)
            fresh.append(promise)
            loaded.fresh.update(item.id for item in commitment.items)
        appearances += [_appearance(version, promise, i, sections) for i in commitment.items]
    appearances.sort(key=lambda appearance: (appearance.start, -appearance.end))
    at = {id(a.promise): place for place, a in reversed(list(enumerate(appearances)))}
    Promise.objects.bulk_create(sorted(fresh, key=lambda promise: at[id(promise)]), BATCH)
    seen: set[int] = set()
    for appearance in appearances:
        appearance.promise_id = appearance.promise.pk
        appearance.first = appearance.promise_id not in seen
        seen.add(appearance.promise_id)
    Appearance.objects.bulk_create(appearances, BATCH)
    loaded.appearances = {appearance.item: appearance for appearance in appearances}
    return loaded


def _appearance(
    version: PlanVersion, promise: Promise, item: Item, sections: Mapping[str, Section]
) -> Appearance:
    return Appearance(
        version=version,
        promise=promise,
        section=sections.get(item.section or ""),
        item=item.id,
        start=item.span.start,
        end=item.span.end,
        wording=item.quote,
        details=item_row(item),
    )


def _links(version: PlanVersion, package: Package, loaded: Loaded) -> None:
    standing = loaded.appearances
    Link.objects.bulk_create(
        [
            Link(
                version=version,
                source_id=standing[link.from_].promise_id,
                target_id=standing[link.to].promise_id,
                kind=link.kind,
                why=link.why,
            )
            for link in package.links
            if link.from_ in standing
            and link.to in standing
            and standing[link.from_].promise_id != standing[link.to].promise_id
        ],
        BATCH,
    )


def _names(version: PlanVersion, package: Package, loaded: Loaded) -> None:
    """Names, each tied to the promises that stand in a line with it."""
    areas = _areas(version, {place.area for place in package.places if place.area})
    rows = [
        Name(
            version=version,
            item=item.id,
            kind=kind,
            sort=item.kind,
            text=item.name[:300],
            area_id=areas.get(getattr(item, "area", None) or ""),
            spans=[list(span) for span in item.spans],
        )
        for kind, items in (
            (NameKind.ACTOR, package.actors),
            (NameKind.PLACE, package.places),
        )
        for item in items
    ]
    Name.objects.bulk_create(rows, BATCH)
    lines = _by_line(package.text, loaded.appearances.values())
    ties = {
        (row.pk, appearance.pk)
        for row in rows
        for start, _end in row.spans
        for appearance in lines.get(_line_start(package.text, start), ())
    }
    through = Name.appearances.through
    through.objects.bulk_create(
        [through(name_id=name, appearance_id=appearance) for name, appearance in sorted(ties)],
        BATCH,
    )


def _areas(version: PlanVersion, codes: set[str]) -> dict[str, int]:
    area = version.plan.area
    if area is None:
        return {}
    found = Area.objects.filter(vintage=area.vintage, code__in=codes)
    return {row.code: row.pk for row in found}


def _by_line(text: str, appearances: Iterable[Appearance]) -> dict[int, list[Appearance]]:
    lines: dict[int, list[Appearance]] = {}
    for appearance in appearances:
        lines.setdefault(_line_start(text, appearance.start), []).append(appearance)
    return lines


def _line_start(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1


def _index(
    version: PlanVersion, package: Package, sections: Mapping[str, Section], loaded: Loaded
) -> None:
    entries = [
        SearchEntry(
            version=version,
            promise_id=appearance.promise_id,
            section_id=appearance.section_id,
            start=appearance.start,
            words=appearance.promise.title,
            grams=index_text(f"{appearance.promise.title} {appearance.wording}"),
        )
        for appearance in loaded.appearances.values()
    ]
    innermost = sorted(sections.values(), key=lambda s: s.end - s.start)
    start = 0
    for line in package.text.splitlines(keepends=True):
        words, offsets = strip_noise(package.text, Span(start, start + len(line)))
        if words.strip():
            entries.append(
                SearchEntry(
                    version=version,
                    section=next((s for s in innermost if s.start <= offsets[0] < s.end), None),
                    start=start,
                    words=words.strip(),
                    grams=index_text(words),
                )
            )
        start += len(line)
    SearchEntry.objects.bulk_create(entries, BATCH)


def stored_package(version: PlanVersion) -> dict[str, bytes]:
    """The files of the version's package, as they were written."""
    stored = version.package
    return {
        "text.txt": stored.text.encode(),
        "plan.json": stored.plan.encode(),
        "findings.json": stored.findings.encode(),
    }


def digest_of(package: Package) -> str:
    """Of what the package says; its findings, which grow with the linter, left out."""
    files = to_files(package)
    return sha256(sha256(files["text.txt"]).digest() + files["plan.json"]).hexdigest()


def refresh_findings(version: PlanVersion, package: Package) -> None:
    """Put the findings of a newer linter in the place of the older ones."""
    found = to_files(package)["findings.json"].decode()
    stored = StoredPackage.objects.filter(version=version).exclude(findings=found)
    if stored.update(findings=found):
        PlanVersion.objects.filter(pk=version.pk).update(stamp=F("stamp") + 1)
