#!/usr/bin/env bash
# The Java binding io.github.bonede:tree-sitter 0.25.3 offers UTF-16 for parsing a String, which is
# what a String is made of: offsets would be those of its characters. One expects the same tree as
# with UTF-8. Seen: with UTF-16, of either byte order, plain ASCII is a syntax error, and the tree
# ends before the text does.
# Ends with 0 while that is so, with 1 when the behaviour has changed.
set -euo pipefail
version=0.25.3
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
for artifact in tree-sitter:$version tree-sitter-python:0.23.4; do
  mvn -B -q dependency:copy -Dartifact="io.github.bonede:$artifact" -DoutputDirectory="$folder" >/dev/null 2>&1
done
cat >Encodings.java <<'EOF'
import org.treesitter.*;

public class Encodings {
  public static void main(String[] arguments) {
    String text = "x = f(1)\n";
    TSParser parser = new TSParser();
    parser.setLanguage(new TreeSitterPython());
    System.out.println("text of " + text.length() + " characters, " + 2 * text.length() + " bytes of UTF-16");
    for (TSInputEncoding encoding : TSInputEncoding.values()) {
      TSNode root = parser.parseStringEncoding(null, text, encoding).getRootNode();
      System.out.println(encoding + ": error " + root.hasError() + ", ends at byte " + root.getEndByte());
    }
  }
}
EOF
java=${JAVA_HOME:+$JAVA_HOME/bin/}
"${java}javac" -cp "$folder/*" Encodings.java
seen=$("${java}java" -Dtree-sitter-lib="$folder/native" -cp "$folder/*:$folder" Encodings 2>/dev/null)
echo "io.github.bonede:tree-sitter $version"
echo "$seen"
grep -q 'UTF8: error false, ends at byte 9' <<<"$seen"
grep -q 'UTF16LE: error true' <<<"$seen"
grep -q 'UTF16BE: error true' <<<"$seen"
