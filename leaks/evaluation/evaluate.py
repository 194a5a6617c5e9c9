#!/usr/bin/env python3
"""Scans folders one after the other and prints one row of a Markdown table for each.

    evaluate.py [--out DIR] [--pmd HOME] FOLDER...

Each folder is scanned as it lies, by the built jar, with the options of `./pitboss leaks`. With
--out the whole answers are kept, one JSON file a folder. With --pmd the unpacked distribution of
PMD 7 runs its CloseResource rule (connections only) over the same folder, whose CPU time, peak
memory and number of violations are printed beside.

CPU seconds are user and system time, memory is the peak of the resident set, both as the kernel
counts them for the process and its children. JAVA_HOME has to name a JDK 25 or newer.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
JAR = ROOT / "leaks/target/pitboss-leaks-0.1.0.jar"
LIB = ROOT / "leaks/target/lib"
TIMEOUT_SECONDS = 900

RULES = """<?xml version="1.0"?>
<ruleset name="connections" xmlns="http://pmd.sourceforge.net/ruleset/2.0.0">
  <description>Connections that are not closed</description>
  <rule ref="category/java/errorprone.xml/CloseResource">
    <properties><property name="types" value="java.sql.Connection,Connection"/></properties>
  </rule>
</ruleset>
"""


def measured(command, output, environment=None):
    """Runs a command: exit code, CPU seconds, peak megabytes."""
    with open(output, "wb") as out, open(str(output) + ".err", "wb") as err:
        child = subprocess.Popen(command, stdout=out, stderr=err, env=environment)
        _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return child.returncode, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def scan(folder, out):
    java = os.environ["JAVA_HOME"] + "/bin/java"
    options = ["-XX:+UseSerialGC", "-Xmx3g", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"]
    path = f"{JAR}:{LIB}/*"
    answer = out / (folder.name + ".json")
    code, cpu, peak = measured(
        ["timeout", str(TIMEOUT_SECONDS), java, *options, "-cp", path, "dev.pitboss.cli.Main", "leaks",
         str(folder), "--json"], answer)
    try:
        return code, cpu, peak, json.loads(answer.read_text())
    except ValueError:
        return code, cpu, peak, None


def pmd(home, folder, out):
    rules = out / "connections.xml"
    rules.write_text(RULES)
    report = out / (folder.name + ".pmd.csv")
    environment = dict(os.environ, PMD_JAVA_OPTS="-XX:+UseSerialGC -Xmx3g")
    _, cpu, peak = measured(
        ["timeout", str(TIMEOUT_SECONDS), f"{home}/bin/pmd", "check", "--no-cache", "--no-progress", "-t", "1",
         "-d", str(folder), "-R", str(rules), "-f", "csv"], report, environment)
    return cpu, peak, max(0, len(report.read_text().splitlines()) - 1)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folders", nargs="+", type=pathlib.Path, metavar="FOLDER")
    options.add_argument("--out", type=pathlib.Path)
    options.add_argument("--pmd", type=pathlib.Path)
    given = options.parse_args()
    out = given.out or pathlib.Path(tempfile.mkdtemp(prefix="leaks-evaluation."))
    out.mkdir(parents=True, exist_ok=True)
    head = "| project | Java files | CPU s | peak MB | findings main | test | uncertain main | test " \
        "| not analysed, may acquire | failures | exit |"
    if given.pmd:
        head += " PMD CPU s | PMD MB | PMD violations | CPU ratio |"
    print(head)
    print("|---" + "|---:" * (head.count("|") - 2) + "|", flush=True)
    for folder in given.folders:
        code, cpu, peak, answer = scan(folder.resolve(), out)
        if not answer:
            row = [folder.name, "?", f"{cpu:.1f}", f"{peak:.0f}", *["?"] * 5, "no answer", code]
        else:
            def count(kind, test):
                return sum((each["origin"] == "TEST") == test for each in answer[kind])
            blind = sum(each["borrows"] for each in answer["unanalysed"])
            row = [folder.name, answer["read"].get("Java", 0), f"{cpu:.1f}", f"{peak:.0f}",
                   count("findings", False), count("findings", True),
                   count("uncertain", False), count("uncertain", True),
                   blind, len(answer["failures"]), code]
        if given.pmd:
            pmd_cpu, pmd_peak, violations = pmd(given.pmd, folder.resolve(), out)
            row += [f"{pmd_cpu:.1f}", f"{pmd_peak:.0f}", violations, f"{cpu / pmd_cpu:.2f}"]
        print("| " + " | ".join(map(str, row)) + " |", flush=True)
    print(f"answers: {out}", file=sys.stderr)


if __name__ == "__main__":
    main()
