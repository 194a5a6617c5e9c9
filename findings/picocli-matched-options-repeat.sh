#!/usr/bin/env bash
# picocli 4.7.7 collects the values of an option that may be repeated in one OptionSpec. One expects
# ParseResult.matchedOptions() to list that option once, with all its values. Seen: it lists the same
# OptionSpec once for each time it was given, and every entry has all values, so that a program that
# goes through the list reads "a b a b" from "--name a --name b".
# Ends with 0 while that is so, with 1 when the behaviour has changed.
set -euo pipefail
version=4.7.7
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mvn -B -q dependency:copy -Dartifact="info.picocli:picocli:$version" -DoutputDirectory="$folder" >/dev/null 2>&1
cat >Repeated.java <<'EOF'
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

public class Repeated {
  public static void main(String[] arguments) {
    CommandSpec spec = CommandSpec.create();
    spec.addOption(
        OptionSpec.builder("--name").type(List.class).auxiliaryTypes(String.class).build());
    CommandLine.ParseResult result =
        new CommandLine(spec).parseArgs("--name", "a", "--name", "b");
    for (OptionSpec option : result.matchedOptions()) {
      System.out.println(option.longestName() + " " + option.originalStringValues());
    }
  }
}
EOF
java=${JAVA_HOME:+$JAVA_HOME/bin/}
"${java}javac" -cp "$folder/*" Repeated.java
seen=$("${java}java" -cp "$folder/*:$folder" Repeated)
echo "info.picocli:picocli $version"
echo "$seen"
[ "$seen" = "--name [a, b]
--name [a, b]" ]
