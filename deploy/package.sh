#!/usr/bin/env bash
# Makes a release of the casino that was built, for machines like this one: see ./pitboss dist --help, which builds before.
# The same build and JDK make the same bytes: names are sorted, times are those of the jars, owners are numbers.
#
# deploy/package.sh DIR [SBOM]     JAVA_HOME names a JDK; SBOM is the list of components as CycloneDX JSON
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
to=$1
sbom=${2:-}
target=$root/server/target

die() { printf 'pitboss: dist: %s\n' "$*" >&2; exit 4; }

[ "$(uname -s)" = Linux ] || die "the casino is packaged on Linux, for Linux, got $(uname -s)"
case $(uname -m) in
  x86_64) architecture=amd64 ;;
  aarch64) architecture=arm64 ;;
  *) die "there is no embedded PostgreSQL for $(uname -m)" ;;
esac
jar=$(ls "$target"/pitboss-server-*.jar 2> /dev/null) || die "nothing is built; run ./pitboss build"
[ "$(echo "$jar" | wc -l)" = 1 ] || die "several builds are in $target; run ./pitboss build in a fresh clone"
version=${jar##*/pitboss-server-}
version=${version%.jar}
# the time that is in the jars
time=$(sed -n 's|.*<project.build.outputTimestamp>\(.*\)</project.build.outputTimestamp>.*|\1|p' "$root/pom.xml")
SOURCE_DATE_EPOCH=$(date -u -d "$time" +%s)
export SOURCE_DATE_EPOCH

mkdir -p "$to"
to=$(cd "$to" && pwd)
stage=$(mktemp -d "$to/.stage.XXXXXX")
trap 'rm -rf "$stage"' EXIT
name=pitboss-$version-linux-$architecture
home=$stage/$name

# Rights and times that do not depend on the settings of the user.
settle() {
  chmod -R u=rwX,go=rX "$1"
  find "$1" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
}

# Not compressed by itself: the archives do that better, and a start reads it faster.
runtime() {
  "$JAVA_HOME/bin/jlink" --add-modules "$(grep -v '^#' "$root/deploy/modules" | grep . | paste -sd , -)" \
    --strip-java-debug-attributes --no-header-files --no-man-pages --compress zip-0 --output "$home/runtime"
}

programs() {
  mkdir -p "$home/bin" "$home/app"
  cp "$root/deploy/pitboss" "$home/bin/pitboss"
  cp "$jar" "$home/app/pitboss-server.jar"
  # Those of the class path: an older build may have left others.
  mkdir "$home/app/lib"
  (cd "$stage" && "$JAVA_HOME/bin/jar" --extract --file "$jar" META-INF/MANIFEST.MF)
  tr -d '\r' < "$stage/META-INF/MANIFEST.MF" \
    | awk '/^ / { printf "%s", substr($0, 2); next } { printf "\n%s", $0 } END { print "" }' \
    | sed -n 's/^Class-Path: //p' | tr ' ' '\n' | while IFS= read -r file; do
    cp "$target/$file" "$home/app/lib/"
  done
  cp "$root/deploy/serve.options" "$home/app/"
}

documents() {
  cp "$root/LICENSE" "$home/"
  cp -r "$root/deploy/licenses" "$home/licenses"
  mkdir "$home/docs"
  cp "$root/CHANGELOG.md" "$root"/docs/{ops,deployment,reference,guarantees,shared-wallet}.md "$home/docs/"
  cp -r "$root/docs/operating" "$home/docs/"
  cp -r "$root/deploy/monitoring" "$home/monitoring"
  if [ -n "$sbom" ]; then cp "$sbom" "$home/sbom.json"; fi
}

tarball() {
  tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --format=gnu -C "$stage" -cf - "$name" \
    | gzip -6n > "$to/$name.tar.gz"
}

# Where the tarball's folder goes in the package; nothing is copied twice.
debian() {
  local package=$stage/debian file size
  if ! command -v dpkg-deb > /dev/null; then
    echo "pitboss: no Debian package: dpkg-deb is not installed" >&2
    return
  fi
  mkdir -p "$package"/{DEBIAN,etc/pitboss,lib/systemd/system,usr/bin,usr/lib,usr/share/doc/pitboss}
  mv "$home" "$package/usr/lib/pitboss"
  mv "$package"/usr/lib/pitboss/docs/* "$package/usr/share/doc/pitboss/"
  rmdir "$package/usr/lib/pitboss/docs"
  cp "$root/deploy/licenses/README.md" "$package/usr/share/doc/pitboss/copyright"
  cp "$root/deploy/pitboss.properties" "$package/etc/pitboss/"
  cp "$root/deploy/pitboss.service" "$package/lib/systemd/system/"
  cp "$root/deploy/debian/pitboss" "$package/usr/bin/"
  for file in conffiles postinst prerm postrm; do cp "$root/deploy/debian/$file" "$package/DEBIAN/"; done
  # in KiB, of the bytes of the files: disks have blocks of different sizes
  size=$(find "$package" -type f -printf '%s\n' | awk '{ sum += $1 } END { print int(sum / 1024) }')
  sed -e "s/@version@/$version/" -e "s/@architecture@/$architecture/" -e "s/@size@/$size/" \
    "$root/deploy/debian/control" > "$package/DEBIAN/control"
  settle "$package"
  dpkg-deb --root-owner-group -Zgzip -z6 --build "$package" "$to/pitboss_${version}_$architecture.deb" > /dev/null
}

runtime
programs
documents
settle "$home"
tarball
debian
cp "$root/deploy/Dockerfile" "$to/"
if [ -n "$sbom" ]; then cp "$sbom" "$to/pitboss-$version.sbom.json"; fi
