#!/usr/bin/env bash
# avaje-jsonb 3.11 writes a String field marked @Json.Raw as the JSON text that it holds. One expects the
# text "null", which is JSON like "true" or "{}", to be written as it stands: a field that is absent (a null
# reference) is what may be left out. Seen: a field whose text is exactly null is left out with its name, while
# the same text with a blank before it, and every other JSON text, is written. What a server passes on as it
# got it loses the field.
# Ends with 0 while that is so, with 1 when the behaviour has changed.
set -euo pipefail
version=3.11
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
for artifact in avaje-jsonb avaje-json-core avaje-jsonb-generator; do
  mvn -B -q dependency:copy -Dartifact="io.avaje:$artifact:$version" -DoutputDirectory="$folder" >/dev/null 2>&1
done
mkdir classes example
cat >example/Passed.java <<'EOF'
package example;

import io.avaje.jsonb.Json;
import io.avaje.jsonb.Jsonb;

public class Passed {
  @Json
  public record Envelope(int id, @Json.Raw String state) {}

  public static void main(String[] arguments) {
    Jsonb jsonb = Jsonb.builder().build();
    for (String state : new String[] {"true", "{}", " null", "null"}) {
      System.out.println("[" + state + "] " + jsonb.toJson(new Envelope(7, state)));
    }
  }
}
EOF
java=${JAVA_HOME:+$JAVA_HOME/bin/}
processors=$(printf '%s:' "$folder"/*.jar)
"${java}javac" -processorpath "$processors" -cp "$processors" -d classes example/Passed.java
seen=$("${java}java" -cp "$folder/*:classes" example.Passed)
echo "io.avaje:avaje-jsonb $version"
echo "$seen"
[ "$seen" = '[true] {"id":7,"state":true}
[{}] {"id":7,"state":{}}
[ null] {"id":7,"state": null}
[null] {"id":7}' ]
