#!/usr/bin/env python3
"""Draws places of folders' Java sources that acquire a connection, at random but repeatably.

    sample.py [--seed N] [--size N] [--narrow] FOLDER...

A place is a call of getConnection or of another method whose name ends in Connection, in a source
that names java.sql or javax.sql, outside of comments and declarations. No analysis is involved, so
that what a scan does not see is drawn, too. Prints one line a place: project, file, line, source.

--narrow leaves out the resources of a try, calls that are only described to a library of mocks, and
calls on what does not look like a data source, a pool, a driver or a provider: getters, mostly.
"""

import argparse
import pathlib
import random
import re

CALL = re.compile(
    r"(?<![\w@])(?:\w+\s*\.\s*)*(?:get|open|borrow|acquire|create|obtain|new|take|fetch)\w*Connection\s*\(|\.connect\s*\(\w")
DECLARATION = re.compile(
    r"^\s*(?:@\w+\s+)*(?:(?:public|protected|private|static|final|abstract|synchronized|default)\s+)*"
    r"[\w<>\[\].,? ]*\b(?:Connection|void|\w+)\s+\w+Connection\s*\([^()]*\)\s*(?:throws [\w., ]+)?\s*[;{]?\s*$")
SOURCE = re.compile(
    r"DriverManager\s*\.\s*getConnection|[dD]ataSource\w*(\(\))?\s*\.\s*getConnection|\bds\w*\s*\.\s*getConnection"
    r"|Pool\w*(\(\))?\.getConnection|pool\.getConnection|[Mm]anager(\.getInstance\(\))?\.(get|open)\w*Connection"
    r"|Database\w*\.getConnection\(|[fF]actory(\(\))?\.(get|open|create)Connection|[pP]rovider(\(\))?\.getConnection"
    r"|=\s*(this\.)?(get|open|create|obtain)\w*Connection\(|Updater\.getConnection|db\.getConnection|\.connect\("
    r"|JdbcUtils\.openConnection|testSystem\.getConnection|Util\w*\.(get|open|create)\w*Connection")
LEFT_OUT = re.compile(r"^try\s*\(|(when|given)\(|getMainConnection\(\)\.|AbstractJdbc")
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"", re.S)


def blank(match):
    text = match.group()
    return '""' if text.startswith('"') else re.sub(r"[^\n]", " ", text)


def places(folder):
    for file in sorted(folder.rglob("*.java")):
        text = file.read_text(errors="replace")
        if "java.sql" not in text and "javax.sql" not in text:
            continue
        original = text.splitlines()
        for number, line in enumerate(COMMENT.sub(blank, text).splitlines(), 1):
            begins = re.match(r"\s*(return|=|\w+\s*=|\.)", line)
            if CALL.search(line) and (begins or not DECLARATION.match(line)):
                yield folder.name, file.relative_to(folder), number, original[number - 1].strip()


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folders", nargs="+", type=pathlib.Path, metavar="FOLDER")
    options.add_argument("--seed", type=int, default=18)
    options.add_argument("--size", type=int, default=60)
    options.add_argument("--narrow", action="store_true")
    given = options.parse_args()
    found = sorted((place for folder in given.folders for place in places(folder)), key=str)
    if given.narrow:
        found = [place for place in found if SOURCE.search(place[3]) and not LEFT_OUT.search(place[3])]
    drawn = sorted(random.Random(given.seed).sample(found, min(given.size, len(found))), key=str)
    print(f"# {len(drawn)} of {len(found)} places, seed {given.seed}")
    for project, file, line, source in drawn:
        print(f"{project}\t{file}:{line}\t{source}")


if __name__ == "__main__":
    main()
