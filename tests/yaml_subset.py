"""Reads the plain block YAML that docker-compose.yml keeps to: mappings, lists of words, anchors and merges.

Enough for a test and strict about it: anything else in the file is an error, not a guess.
"""

import re

LINE = re.compile(r"(?P<indent> *)(?P<key>[\w.<-]+):(?: (?P<value>.+))?")
ITEM = re.compile(r"(?P<indent> *)- (?P<value>.+)")


def read(text: str) -> dict:
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    reader = _Reader(lines)
    found = reader.mapping(0)
    if reader.lines:
        raise ValueError(f"not in the subset: {reader.lines[0]}")
    return found


class _Reader:
    def __init__(self, lines: list[str]):
        self.lines = lines
        self.anchors: dict[str, dict] = {}

    def mapping(self, indent: int) -> dict:
        found: dict = {}
        while self.lines and (line := LINE.fullmatch(self.lines[0])) and len(line["indent"]) == indent:
            self.lines.pop(0)
            self._add(found, line["key"], line["value"] or "", indent)
        return found

    def _add(self, found: dict, key: str, value: str, indent: int) -> None:
        if key == "<<":
            found.update(self.anchors[value.removeprefix("*")])
        elif value and not value.startswith("&"):
            found[key] = _scalar(value)
        else:
            found[key] = self._nested(indent)
            if value:
                self.anchors[value[1:]] = found[key]

    def _nested(self, indent: int) -> dict | list | None:
        inner = indent + 2
        if not self.lines or not self.lines[0].startswith(" " * inner):
            return None
        return self._items(inner) if ITEM.fullmatch(self.lines[0]) else self.mapping(inner)

    def _items(self, indent: int) -> list:
        found = []
        while self.lines and (line := ITEM.fullmatch(self.lines[0])) and len(line["indent"]) == indent:
            self.lines.pop(0)
            found.append(_scalar(line["value"]))
        return found


def _scalar(value: str) -> str | int | bool | dict:
    if value[0] in "[*!|>" or " #" in value or ": " in value:
        raise ValueError(f"not in the subset: {value}")
    if value.isdecimal():
        return int(value)
    known = {"{}": {}, "true": True, "false": False}
    return known.get(value, value.strip('"'))
