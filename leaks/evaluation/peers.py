#!/usr/bin/env python3
"""Runs SpotBugs and the Resource Leak Checker where a project could be compiled, and holds what they
report of connections against what the scan reports on the same lines.

    peers.py --answers DIR [--spotbugs JARS] [--checker JARS] [--false FILE] FOLDER...

--answers is the folder that evaluate.py --out wrote. JARS are folders with the jar files of SpotBugs 4
and of the Checker Framework 4. FOLDER is a project that was compiled in place: its classes are those in
target/classes, target/test-classes and build/classes; a module's class path is read from
target/classpath.txt, which `mvn dependency:build-classpath -Dmdep.outputFile=target/classpath.txt`
writes. A module without that file is not given to the Checker.

--false names places, `project<TAB>file:line` a line, where the scan's finding was read and is false.

SpotBugs runs its detectors of unclosed resources (ODR, OBL); a violation counts when it is about a
database resource that is a connection, or does not tell. The Checker's warnings count when the type is
a connection. A violation is on a leak when the scan reports one in the same file on that line, or up
to 30 lines below: a tool may name the variable's declaration. JAVA_HOME has to name a JDK 25 or newer.
"""

import argparse
import json
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

NEAR = 30
TIMEOUT_SECONDS = 900
CONNECTION = re.compile(r"java\.sql\.Connection|\bConnection\b")
JAVAC = [f"-J--add-exports=jdk.compiler/com.sun.tools.javac.{part}=ALL-UNNAMED"
         for part in "api code file main model parser processing tree util".split()] + \
        [f"-J--add-opens=jdk.compiler/com.sun.tools.javac.{part}=ALL-UNNAMED" for part in ("code", "comp")]


def run(command, folder):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ended = subprocess.run(["timeout", str(TIMEOUT_SECONDS), *command], cwd=folder, text=True,
                           capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return ended.stdout + ended.stderr, ended.returncode, cpu


def classes(folder):
    found = [*folder.rglob("target/classes"), *folder.rglob("target/test-classes"),
             *folder.rglob("build/classes/java/*")]
    return sorted(each for each in found if any(each.rglob("*.class")))


def source_of(folder, path, cache={}):
    """The source files that end with a path below a source root."""
    if folder not in cache:
        cache[folder] = [each.relative_to(folder) for each in folder.rglob("*.java")]
    return [each for each in cache[folder] if str(each).endswith(path)]


def spotbugs(jars, folder, roots):
    with tempfile.NamedTemporaryFile(suffix=".xml") as report:
        output, status, cpu = run(
            [os.environ["JAVA_HOME"] + "/bin/java", "-XX:+UseSerialGC", "-Xmx2g", "-cp", f"{jars}/*",
             "edu.umd.cs.findbugs.FindBugs2", "-low", "-visitors",
             "FindOpenStream,FindUnsatisfiedObligation", "-xml", "-output", report.name,
             *map(str, roots)], folder)
        try:
            bugs = xml.etree.ElementTree.parse(report.name).getroot().findall("BugInstance")
        except xml.etree.ElementTree.ParseError:
            print(output[-400:], file=sys.stderr)
            return None, cpu
    found = set()
    for bug in bugs:
        kind = bug.get("type")
        types = [each.get("classname") for each in bug.findall("Class")[1:]] or \
            [each.get("typeDescriptor", "") for each in bug.findall("Type")]
        is_connection = kind.startswith("ODR_OPEN_DATABASE") or \
            any(CONNECTION.search(str(each).replace("/", ".")) for each in types)
        line = bug.find("SourceLine")
        if is_connection and line is not None and line.get("start"):
            for file in source_of(folder, line.get("sourcepath")):
                found.add((str(file), int(line.get("start"))))
    return found, cpu


def checker(jars, folder):
    found, cpu, failed, ran = set(), 0, [], 0
    for path in sorted(folder.rglob("target/classpath.txt")):
        module = path.parent.parent
        sources = [str(each) for part in ("src/main/java", "src/test/java")
                   for each in (module / part).rglob("*.java") if each.name != "module-info.java"]
        if not sources:
            continue
        own = ":".join(sorted(map(str, jars.glob("*.jar"))))
        with tempfile.TemporaryDirectory() as out:
            listed = pathlib.Path(out) / "sources"
            listed.write_text("\n".join(sources))
            output, status, used = run(
                [os.environ["JAVA_HOME"] + "/bin/javac", *JAVAC, "-J-Xmx2g", "-J-XX:+UseSerialGC",
                 "-processorpath", own, "-processor",
                 "org.checkerframework.checker.resourceleak.ResourceLeakChecker", "-Awarns", "-nowarn",
                 "-Xmaxwarns", "100000", "-d", out, "-cp", own + ":" + path.read_text().strip(),
                 f"@{listed}"], module)
        cpu += used
        ran += 1
        if status:
            failed.append(module.name)
        for match in re.finditer(r"^(\S+\.java):(\d+): warning: \[required\.method\.not\.called\](.*(?:\n {2,}.*)*)",
                                 output, re.M):
            if CONNECTION.search(match.group(3)):
                found.add((str(pathlib.Path(match.group(1)).relative_to(folder)), int(match.group(2))))
    return (found if ran else None), cpu, failed


def compared(name, tool, violations, leaks, cpu, note=""):
    used = {min((leak for leak in leaks if leak[0] == file and line <= leak[1] <= line + NEAR),
                key=lambda leak: leak[1] - line, default=None) for file, line in violations}
    used.discard(None)
    others = [(file, line) for file, line in sorted(violations)
              if not any(leak[0] == file and line <= leak[1] <= line + NEAR for leak in leaks)]
    print(f"| {name} | {tool} | {cpu:.1f} | {len(violations)} | {len(used)} | {len(others)} "
          f"| {len(leaks) - len(used)} of {len(leaks)} | {note} |", flush=True)
    for file, line in others:
        print(f"{name}\t{tool}\t{file}:{line}", file=sys.stderr)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folders", nargs="+", type=pathlib.Path, metavar="FOLDER")
    options.add_argument("--answers", type=pathlib.Path, required=True)
    options.add_argument("--spotbugs", type=pathlib.Path)
    options.add_argument("--checker", type=pathlib.Path)
    options.add_argument("--false", type=pathlib.Path, dest="wrong")
    given = options.parse_args()
    wrong = set(given.wrong.read_text().split("\n")) if given.wrong else set()
    print("| project | tool | CPU s | violations | leaks found | elsewhere | leaks missed | could not |")
    print("|---|---|---:|---:|---:|---:|---:|---|", flush=True)
    for folder in given.folders:
        folder = folder.resolve()
        answer = json.loads((given.answers / (folder.name + ".json")).read_text())
        roots = classes(folder)
        modules = {root.relative_to(folder).parts[:-2] for root in roots}
        leaks = {(each["file"], each["line"]) for each in answer["findings"]
                 if f"{folder.name}\t{each['file']}:{each['line']}" not in wrong
                 and any(pathlib.Path(each["file"]).parts[:len(m)] == m for m in modules)}
        if not roots:
            print(f"| {folder.name} | | | | | | | not compiled |", flush=True)
            continue
        if given.spotbugs:
            found, cpu = spotbugs(given.spotbugs.resolve(), folder, roots)
            compared(folder.name, "SpotBugs", found or set(), leaks, cpu, "" if found is not None else "failed")
        if given.checker:
            found, cpu, failed = checker(given.checker.resolve(), folder)
            note = "no class path" if found is None else ", ".join(failed)
            compared(folder.name, "Checker", found or set(), leaks, cpu, note)


if __name__ == "__main__":
    main()
