#!/usr/bin/env bash
# Starts applications as their makers publish them, without the agent and under it, borrows by requests, and compares:
#   connections/applications/run.sh [keycloak|wildfly|tomee|payara|tomcat|spring-boot|sonarqube]...
#   connections/applications/run.sh start-up
# Prints the table of docs/connections-applications.md; ends with 0 if all is as it must be.
# AGENT=JAR takes that agent instead of building it. Needs a JDK 25 and Maven, and a JDK 17 for those that want it (JAVA_HOME_17_X64, or among the system's own). It
# fetches about 1.5 GB the first time. WORK=DIR keeps logs, and a heap dump where class loaders stay.
set -euo pipefail
cd "$(dirname "$0")"
root=../..

java=java
if [ -n "${JAVA_HOME:-}" ]; then java=$JAVA_HOME/bin/java; fi
all=(keycloak wildfly tomee payara tomcat spring-boot sonarqube)
program=Applications.java
if [ "$*" = start-up ]; then
  program=StartUp.java
  shift
fi
for name in "$@"; do
  if [[ " ${all[*]} " != *" $name "* ]]; then
    echo "run.sh: application must be one of ${all[*]}, got $name" >&2
    exit 2
  fi
done

work=${WORK:-}
if [ -z "$work" ]; then
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
fi
if [ -z "${AGENT:-}" ]; then
  mvn -B -q -f $root/pom.xml -pl connections -am package -DskipTests -Dspotless.check.skip -Dcheckstyle.skip
  AGENT=$root/connections/target/pitboss-connections.jar
fi
"$java" -Dapplications.folder=. "$PWD/$program" "$AGENT" "$work" "$@"
