#!/usr/bin/env bash
# Builds the examples, or those named, starts each, and waits until it reports the line that loses a connection:
#   connections/examples/run.sh [quarkus|micronaut|helidon|dropwizard|jakarta]...
# Needs a JDK 21 or newer and Maven; the first time it fetches the frameworks.
set -euo pipefail
cd "$(dirname "$0")"
root=../..
within=120 # seconds for a framework to start and the collector to prove a loss

java=java
if [ -n "${JAVA_HOME:-}" ]; then java=$JAVA_HOME/bin/java; fi
all=(quarkus micronaut helidon dropwizard jakarta)
names=("$@")
if [ $# = 0 ]; then names=("${all[@]}"); fi
for name in "${names[@]}"; do
  if [[ " ${all[*]} " != *" $name "* ]]; then
    echo "run.sh: example must be one of ${all[*]}, got $name" >&2
    exit 2
  fi
done

mvn -B -q -f $root/pom.xml -pl connections -am package -DskipTests -Dspotless.check.skip -Dcheckstyle.skip
mvn -B -q install:install-file -Dfile=$root/connections/target/pitboss-connections.jar \
  -DgroupId=dev.pitboss -DartifactId=pitboss-connections -Dversion=examples -Dpackaging=jar

start() {
  case $1 in
    quarkus) exec "$java" -jar quarkus/target/quarkus-app/quarkus-run.jar ;;
    jakarta) exec "$java" -jar "$(cat jakarta/target/server)" --deploy jakarta/target/casino.war --autoBindHttp --noHazelcast ;;
    *) cd "$1" && exec "$java" -cp "target/classes:$(cat target/classpath)" casino.Casino ;;
  esac
}

failed=0
for name in "${names[@]}"; do
  log=$PWD/$name/target/output.txt
  case $name in
    quarkus) mvn -B -q -f "$name" package ;;
    jakarta) mvn -B -q -f "$name" package dependency:build-classpath \
        -DincludeArtifactIds=payara-micro -Dmdep.outputFile=target/server ;;
    *) mvn -B -q -f "$name" package dependency:build-classpath -Dmdep.outputFile=target/classpath ;;
  esac
  (start "$name") > "$log" 2>&1 &
  process=$!
  for ((i = 0; i < within * 5; i++)); do
    if grep -q '^UNTRACKED:Casino.java::settle:L' "$log" || ! kill -0 $process 2> /dev/null; then break; fi
    sleep 0.2
  done
  # A server that does not stop must not hold up the next one.
  kill $process 2> /dev/null || true
  for ((i = 0; i < 50; i++)); do
    if ! kill -0 $process 2> /dev/null; then break; fi
    sleep 0.2
  done
  kill -9 $process 2> /dev/null || true
  wait $process 2> /dev/null || true
  echo "--- $name"
  if ! grep -B 4 '^UNTRACKED:Casino.java::settle:L' "$log"; then
    tail -n 20 "$log"
    failed=1
  fi
done
exit $failed
