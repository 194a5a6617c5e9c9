#!/usr/bin/env bash
# Tries a release of the casino as machines get it: makes it twice and compares the bytes, installs the Debian package on a
# copy of this system without a JDK, runs the service's command as its user, removes the package; and builds the image
# where Docker runs. Takes some minutes, so ./pitboss test does not call it. As root, on Debian; what the machine does not
# allow is skipped with a word.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf 'try: %s\n' "$*"; }
fail() { say "FAILED: $*"; exit 1; }

# --- inside the copy of the system -----------------------------------------------------------------------------------------

answers() { curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$port$1"; }

# What systemd does: the unit's user, environment and command, and a socket that is told when the service is ready.
serve_as_the_unit_does() {
  local notify=/run/pitboss-notify
  socat -u "UNIX-RECV:$notify,mode=666" "OPEN:/run/pitboss-told,creat,append" &
  socat=$!
  while [ ! -S $notify ]; do sleep 0.1; done
  # shellcheck disable=SC2046 # lines of the unit, without spaces
  (cd /var/lib/pitboss && exec setpriv --reuid pitboss --regid pitboss --init-groups env -i PATH=/usr/bin:/bin NOTIFY_SOCKET=$notify PITBOSS_PORT="$port" \
    $(sed -n 's/^Environment=//p' /lib/systemd/system/pitboss.service) \
    $(sed -n 's/^ExecStart=//p' /lib/systemd/system/pitboss.service)) > /run/pitboss-log 2>&1 &
  service=$!
  for _ in $(seq 300); do
    if grep -q READY=1 /run/pitboss-told 2> /dev/null; then return; fi
    kill -0 $service 2> /dev/null || { cat /run/pitboss-log; fail "the service ended"; }
    sleep 0.2
  done
  cat /run/pitboss-log
  fail "the service did not get ready"
}

inside() {
  local package=$1 code=0
  port=28431
  rm -f /usr/bin/java /etc/alternatives/java
  if command -v java > /dev/null; then fail "there is a java in $PATH"; fi
  unset JAVA_HOME

  dpkg -i "$package" > /run/dpkg-log 2>&1 || { cat /run/dpkg-log; fail "the package cannot be installed"; }
  say "installed: $(dpkg-query -W -f '${Package} ${Version} ${Architecture}, ${Installed-Size} KiB' pitboss), $(pitboss --version)"
  [ "$(stat -c '%U:%G %a' /etc/pitboss/pitboss.properties)" = "root:pitboss 640" ] || fail "rights of the configuration"
  [ "$(stat -c '%U:%G %a' /var/lib/pitboss)" = "pitboss:pitboss 700" ] || fail "rights of the data folder"
  [ -z "$(find /usr/lib/pitboss \( -perm /022 -o ! -user root \) ! -type l -print -quit)" ] || fail "others can write to the programs"
  if command -v systemd-analyze > /dev/null; then
    systemd-analyze verify --man=no /lib/systemd/system/pitboss.service || fail "the unit has a fault"
    say "$(systemd-analyze security --offline=yes --no-pager /lib/systemd/system/pitboss.service | tail -n 1)"
  fi

  serve_as_the_unit_does
  [ "$(answers /health/ready)" = 200 ] || fail "not ready, though it said so"
  say "serves as $(stat -c %U /proc/$service), told systemd: $(tr '\n' ' ' < /run/pitboss-told)"
  pitboss operator list | grep -q house || fail "operator list"
  [ "$(find /var/lib/pitboss -maxdepth 1 ! -user pitboss | wc -l)" = 0 ] || fail "files of another user in the data folder"
  say "root's command worked as the service's user"
  kill -TERM $service
  wait $service || code=$?
  kill $socat 2> /dev/null || true
  [ "$code" = 143 ] || { cat /run/pitboss-log; fail "the service ended with $code"; }
  grep -q STOPPING=1 /run/pitboss-told || fail "systemd was not told of the stop"
  # the first process of a container may take its time to collect those that have ended
  for _ in $(seq 50); do
    left=$(ps -u pitboss -o pid=,stat=,args= | awk '$2 !~ /^Z/' || true)
    if [ -z "$left" ]; then break; fi
    sleep 0.1
  done
  [ -z "$left" ] || { echo "$left"; fail "processes are left"; }
  say "stopped in order"

  dpkg -r pitboss > /run/dpkg-log 2>&1 || { cat /run/dpkg-log; fail "remove"; }
  [ ! -e /usr/lib/pitboss ] && [ -e /etc/pitboss/pitboss.properties ] || fail "remove leaves programs or takes the configuration"
  dpkg -P pitboss > /run/dpkg-log 2>&1 || { cat /run/dpkg-log; fail "purge"; }
  [ ! -e /etc/pitboss ] && [ ! -e /var/cache/pitboss ] || fail "purge leaves configuration or cache"
  [ -e /var/lib/pitboss/seed.key ] || fail "purge took the casino's data"
  say "removed and purged; the casino's data stay"
}

# --- outside --------------------------------------------------------------------------------------------------------------

install_on_a_copy() {
  local package=$1 copy=$work/copy
  mount -t tmpfs tmpfs "$copy"
  mkdir "$copy/upper" "$copy/work" "$copy/root"
  mount -t overlay overlay -o "lowerdir=/,upperdir=$copy/upper,workdir=$copy/work" "$copy/root"
  mount --rbind /proc "$copy/root/proc"
  mount --rbind /dev "$copy/root/dev"
  mount -t tmpfs tmpfs "$copy/root/run"
  mount -t tmpfs tmpfs "$copy/root/usr/lib/jvm"
  mkdir "$copy/root/run/try"
  cp "$package" "$copy/root/run/try/pitboss.deb"
  cp "$0" "$copy/root/run/try/try.sh"
  chroot "$copy/root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 bash /run/try/try.sh --inside /run/try/pitboss.deb
}

build_image() {
  if ! docker info > /dev/null 2>&1; then say "skipped: no Docker runs here, so no image was built"; return; fi
  docker build -q -t pitboss-try "$1" > /dev/null || fail "the image cannot be built"
  docker run --rm pitboss-try --version
  docker rmi -f pitboss-try > /dev/null
  say "built the image"
}

case ${1:-} in
  --inside) inside "$2"; exit ;;
  --install) work=$2; install_on_a_copy "$3"; exit ;;
esac

work=$(mktemp -d "${TMPDIR:-/tmp}/pitboss-try.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir "$work/copy"
(umask 022 && TZ=UTC "$root/pitboss" dist --casino "$work/one")
(umask 077 && TZ=Asia/Tokyo LC_ALL=C "$root/pitboss" dist --casino "$work/two")
diff -r "$work/one" "$work/two" || fail "the same commit made other bytes"
say "made twice, the same bytes:"
(cd "$work/one" && ls -l --block-size=1 | awk 'NR > 1 { printf "try:   %9d %s\n", $5, $NF }')
tarball=$(ls "$work"/one/*.tar.gz)
tar -xzf "$tarball" -C "$work"
home=$(ls -d "$work"/pitboss-*-linux-*)
jdk=$("$root/pitboss" jdk)
"$jdk/bin/jdeps" --print-module-deps --ignore-missing-deps --multi-release 25 --class-path "$home/app/lib/*" \
  "$home/app/pitboss-server.jar" | tr , '\n' | grep -vx java.base > "$work/needed"
missing=$(grep -vxFf "$root/deploy/modules" "$work/needed" || true)
[ -z "$missing" ] || fail "deploy/modules lacks" $missing
say "the runtime has the $(wc -l < "$work/needed") modules that jdeps finds, and: $("$home/runtime/bin/java" --list-modules | wc -l) in all"
[ "$(stat -c %s "$tarball")" -le 120000000 ] || fail "the tarball is larger than 120 MB"

package=$(ls "$work"/one/*.deb 2> /dev/null || true)
if [ -z "$package" ]; then
  say "skipped: dpkg-deb is not installed"
elif [ "$(id -u)" != 0 ] || ! unshare --mount true 2> /dev/null || ! command -v socat > /dev/null; then
  say "skipped: installing needs root, mount namespaces and socat"
else
  unshare --mount --propagation private bash "$0" --install "$work" "$package"
fi
build_image "$work/one"
say "passed"
