#!/bin/bash
# prove-inside.sh — runs inside the container of prove-systemd.sh, as root, once systemd is up.
set -uo pipefail

alerts=/var/log/tocsin/alerts.jsonl
faults=0

held() {
  echo "  held    $*"
}

failed() {
  echo "  FAILED  $*"
  faults=$((faults + 1))
}

# that WHAT COMMAND… — the command must succeed.
that() {
  local what=$1
  shift
  if "$@"; then held "$what"; else failed "$what"; fi
}

# within SECONDS COMMAND… — tried ten times a second until it succeeds.
within() {
  local tries=$(($1 * 10))
  shift
  for ((i = 0; i < tries; i++)); do
    if "$@"; then return 0; fi
    sleep 0.1
  done
  return 1
}

property() {
  systemctl show --property="$1" --value tocsin.service
}

alerted() {
  grep -qF "$1" "$alerts" 2>/dev/null
}

# The journal knows who writes: the guesses must come from a program that is named sshd.
guess() {
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12; do
    /usr/sbin/sshd --tag sshd --priority auth.info --id=4711 "Failed password for root from $1 port 50022 ssh2"
  done
}

request() {
  printf '%s - - [%s] "GET /index.php?page=../../../../../../etc/passwd HTTP/1.1" 404 153 "-" "curl/8.0"\n' \
    "$1" "$(date '+%d/%b/%Y:%H:%M:%S %z')" >>"$2"
}

no_repeats() {
  [ -z "$(grep -oE '"id": ?"[0-9a-f]{32}"' "$alerts" | sort | uniq -d)" ]
}

finish() {
  journalctl --no-pager --output=short-precise >/prove/journal 2>&1
  if [ "$faults" -eq 0 ]; then
    echo 'prove: all held'
  else
    echo "prove: $faults failed; Tocsin said:"
    journalctl --no-pager --output=cat --unit=tocsin.service | tail -n 40
  fi
  exit 0
}

cp /usr/bin/logger /usr/sbin/sshd
mkdir -p /var/log/nginx
chown root:adm /var/log/nginx
chmod 0750 /var/log/nginx
install -m 0640 -o www-data -g adm /dev/null /var/log/nginx/access.log
install -m 0600 -o root -g root /dev/null /var/log/nginx/root-access.log

cat >/etc/tocsin/conf.d/prove.yaml <<'YAML'
inputs:
  - journal: {}
  - file: /var/log/nginx/*access.log*
YAML

that 'systemctl start returns once the service is ready' systemctl start tocsin.service
[ "$(property ActiveState)" = active ] || {
  failed 'the service is active'
  finish
}
pid=$(property MainPID)
that 'it runs as a user of its own, not root' [ "$(stat --format=%u "/proc/$pid")" -ne 0 ]
that 'it holds no capability' grep -qE '^CapEff:\s0{16}$' "/proc/$pid/status"

exposure=$(systemd-analyze security --no-pager tocsin.service | grep -oE '[0-9]+\.[0-9]+ [A-Z]+' | tail -n 1 | cut -d' ' -f1)
that "systemd finds it exposed at most 1.5 of 10 ($exposure)" [ "${exposure/./}" -le 15 ]

guess 203.0.113.9
that 'an attack in the journal raises an alert' within 10 alerted 203.0.113.9
request 203.0.113.10 /var/log/nginx/access.log
that 'an attack in a file that adm may read raises an alert' within 10 alerted 203.0.113.10

request 203.0.113.11 /var/log/nginx/root-access.log
sleep 1
that 'a file that only root may read stays unread' eval '! alerted 203.0.113.11'

that 'reload succeeds' systemctl reload tocsin.service
guess 203.0.113.12
that 'and it still sees' within 10 alerted 203.0.113.12
cp /etc/tocsin/tocsin.yaml /prove/tocsin.yaml
echo 'nonsense: {' >>/etc/tocsin/tocsin.yaml
that 'a broken configuration fails the reload' eval '! systemctl reload tocsin.service'
that 'and the running one goes on' [ "$(property MainPID)" = "$pid" ]
cp /prove/tocsin.yaml /etc/tocsin/tocsin.yaml

kill -KILL "$pid"
guess 203.0.113.13
restarted() { [ "$(property ActiveState)" = active ] && [ "$(property MainPID)" != "$pid" ]; }
that 'killed, it is started again' within 20 restarted
that 'and sees what was logged meanwhile' within 10 alerted 203.0.113.13
that 'no alert is told twice' no_repeats

pid=$(property MainPID)
kill -STOP "$pid"
restarted_again() { [ "$(property NRestarts)" -ge 2 ] && [ "$(property ActiveState)" = active ]; }
that 'hung, the watchdog starts it again' within 60 restarted_again

began=$SECONDS
that 'stop succeeds' systemctl stop tocsin.service
that 'at once' [ $((SECONDS - began)) -le 5 ]
that 'with status 0' [ "$(property Result)/$(property ExecMainStatus)" = success/0 ]

install -D -m 0644 /prove/audit.conf /etc/systemd/system/tocsin.service.d/audit.conf
systemctl daemon-reload
that 'with the drop-in it starts' systemctl start tocsin.service
pid=$(property MainPID)
that 'and holds one capability, to read' grep -qE '^CapEff:\s0{15}4$' "/proc/$pid/status"
request 203.0.113.14 /var/log/nginx/root-access.log
that 'and reads what only root may read' within 10 alerted 203.0.113.14
systemctl stop tocsin.service
finish
