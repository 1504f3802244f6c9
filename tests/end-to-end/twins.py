"""Programs that differ in nothing but names, comments and layout.

A program's own names are numbered in the order in which they appear.  What
others gave the name keeps it: send() and write() are not the same mistake."""

import re

TOKEN = re.compile(
    r"/\*.*?\*/|//[^\n]*"                            # dropped
    r'|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\''   # kept as they are
    r"|[A-Za-z_]\w*|\d\w*|\S", re.DOTALL)
KEYWORDS = set("""
    auto break case char const continue default do double else enum extern
    float for goto if inline int long register return short signed sizeof
    static struct switch typedef union unsigned void volatile while
    main errno stdin stdout stderr environ NULL""".split())


def foreign(word, before, after, source):
    """Is it a name that the program found in a header?"""
    if word in KEYWORDS or word.endswith("_t") or before in (".", "->"):
        return True
    if after == "(":  # what it defines begins a line
        return not re.search(rf"^{word}\(", source, re.MULTILINE)
    return word.isupper() and not re.search(
        rf"#\s*define\s+{word}\b|\benum\b[^{{}};]*{{[^}}]*\b{word}\b", source)


def normal_form(source):
    """What is left of a program, as one string."""
    source = re.sub(r"^#include.*", "", source, flags=re.MULTILINE)
    tokens = [token for token in TOKEN.findall(source.replace("->", " . "))
              if not token.startswith(("/*", "//"))]
    numbers = {}
    form = []
    for before, token, after in zip(["", *tokens], tokens,
                                    [*tokens[1:], ""]):
        if re.match(r"[A-Za-z_]", token) and \
                not foreign(token, before, after, source):
            token = f"n{numbers.setdefault(token, len(numbers))}"
        form.append(token)
    return " ".join(form)


def twins(paths):
    """Pairs of paths whose programs are the same but for names."""
    seen = {}
    pairs = []
    for path in paths:
        with open(path, encoding="utf-8") as file:
            first = seen.setdefault(normal_form(file.read()), path)
        if first != path:
            pairs.append((first, path))
    return pairs
