#!/usr/bin/env python3
"""Validate a JSON document against docs/result.schema.json.

usage: check_schema.py DOCUMENT|- [SCHEMA]

Exit status: 0 valid; 1 invalid, with the path and the reason; 2 the schema
uses a keyword that is not known here, or a file cannot be read.

It knows only what that schema uses, and refuses the rest, so that a keyword
is never silently ignored.  Keys that occur twice, and numbers that are none
(NaN), are refused too: json reads both.
"""
import json
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

# Words that say something to people only.
REMARKS = {"$schema", "$defs", "title", "description"}


class Invalid(Exception):
    """The document breaks the schema."""


class BadSchema(Exception):
    """The schema cannot be used."""


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def is_integer(value):
    return is_number(value) and float(value).is_integer()


TYPES = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "number": is_number,
    "integer": is_integer,
}


def same(a, b):
    """JSON's equality: Python's own takes True for 1."""
    return type(a) is type(b) and a == b


class Validator:
    def __init__(self, schema):
        self.schema = schema
        self.keywords = {
            "$ref": self.check_ref,
            "type": self.check_type,
            "const": self.check_const,
            "enum": self.check_enum,
            "pattern": self.check_pattern,
            "minimum": self.check_minimum,
            "multipleOf": self.check_multiple,
            "items": self.check_items,
            "required": self.check_required,
            "properties": self.check_properties,
            "additionalProperties": self.check_additional,
        }
        self.inspect(schema, "#")

    def inspect(self, schema, where):
        """Refuse an unknown word anywhere, used by the document or not."""
        if not isinstance(schema, dict):
            raise BadSchema(f"{where}: a schema is an object here")
        for word, value in schema.items():
            self.inspect_word(word, value, where)

    def inspect_word(self, word, value, where):
        if word not in self.keywords and word not in REMARKS:
            raise BadSchema(f"{where}: unknown keyword {word!r}")
        if word in ("properties", "$defs"):
            for name, part in value.items():
                self.inspect(part, f"{where}/{word}/{name}")
        elif word == "items":
            self.inspect(value, f"{where}/items")
        elif word == "$ref":
            self.resolve(value)
        elif word == "additionalProperties" and value is not False:
            raise BadSchema(f"{where}: additionalProperties must be false")
        elif word == "type":
            for name in value if isinstance(value, list) else [value]:
                if name not in TYPES:
                    raise BadSchema(f"{where}: unknown type {name!r}")

    def resolve(self, ref):
        prefix = "#/$defs/"
        name = ref[len(prefix):]
        if not ref.startswith(prefix) or name not in self.schema["$defs"]:
            raise BadSchema(f"cannot follow $ref {ref!r}")
        return self.schema["$defs"][name]

    def check(self, value, schema, path):
        for word, rule in schema.items():
            if word in self.keywords:
                self.keywords[word](value, rule, schema, path)

    def check_ref(self, value, rule, _schema, path):
        self.check(value, self.resolve(rule), path)

    def check_type(self, value, rule, _schema, path):
        names = rule if isinstance(rule, list) else [rule]
        if not any(TYPES[name](value) for name in names):
            raise Invalid(f"{path}: {value!r} is not of type {rule}")

    def check_const(self, value, rule, _schema, path):
        if not same(value, rule):
            raise Invalid(f"{path}: {value!r} is not {rule!r}")

    def check_enum(self, value, rule, _schema, path):
        if not any(same(value, word) for word in rule):
            raise Invalid(f"{path}: {value!r} is not one of {rule}")

    def check_pattern(self, value, rule, _schema, path):
        # "$" would let a newline pass at the end.
        pattern = re.sub(r"\$$", r"\\Z", rule)
        if isinstance(value, str) and not re.search(pattern, value):
            raise Invalid(f"{path}: {value!r} does not match {rule!r}")

    def check_minimum(self, value, rule, _schema, path):
        if is_number(value) and value < rule:
            raise Invalid(f"{path}: {value} is less than {rule}")

    def check_multiple(self, value, rule, _schema, path):
        if is_number(value) and not is_integer(value / rule):
            raise Invalid(f"{path}: {value} is not a multiple of {rule}")

    def check_items(self, value, rule, _schema, path):
        if isinstance(value, list):
            for index, item in enumerate(value):
                self.check(item, rule, f"{path}[{index}]")

    def check_required(self, value, rule, _schema, path):
        if isinstance(value, dict):
            for name in rule:
                if name not in value:
                    raise Invalid(f"{path}: key {name!r} is missing")

    def check_properties(self, value, rule, _schema, path):
        if isinstance(value, dict):
            for name, part in rule.items():
                if name in value:
                    self.check(value[name], part, f"{path}.{name}")

    def check_additional(self, value, _rule, schema, path):
        if isinstance(value, dict):
            for name in value:
                if name not in schema.get("properties", {}):
                    raise Invalid(f"{path}: unknown key {name!r}")


def unique_keys(pairs):
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise Invalid(f"key {name!r} occurs more than once")
    return dict(pairs)


def no_constant(word):
    raise Invalid(f"{word} is no JSON number")


def load(path):
    stream = sys.stdin if path == "-" else open(path, encoding="utf-8")
    with stream:
        try:
            return json.load(stream, object_pairs_hook=unique_keys,
                             parse_constant=no_constant)
        except (ValueError, RecursionError) as error:
            raise Invalid(f"not JSON: {error}") from error


def main(argv):
    if len(argv) not in (2, 3):
        print(__doc__, file=sys.stderr)
        return 2
    path = os.path.join(ROOT, "docs", "result.schema.json")
    try:
        validator = Validator(load(argv[2] if len(argv) == 3 else path))
    except (BadSchema, Invalid, OSError) as error:
        print(f"schema: {error}", file=sys.stderr)
        return 2
    try:
        validator.check(load(argv[1]), validator.schema, "$")
    except Invalid as error:
        print(f"{argv[1]}: {error}", file=sys.stderr)
        return 1
    except (OSError, UnicodeDecodeError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
