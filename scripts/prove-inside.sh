#!/bin/bash
# prove-inside.sh — runs inside the container of prove-systemd.sh, as root, once systemd is up.
set -uo pipefail

alerts=/var/log/tocsin/alerts.jsonl
access=/var/log/nginx/access.log
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

# What $1 holds, less what says where in its input a record stood: that depends on where reading began.
comparable() {
  sed -E 's/,"log":\{"file":\{"path":"[^"]*"\},"offset":[0-9]+\}//g; s/"sequence":[0-9]+,//' "$1" | sort
}

# same_as_replay NAME PATH… — the alerts so far are those of a replay of the same records.
same_as_replay() {
  local name=$1
  shift
  tocsin replay "$@" -o json --actions opened,updated >"/prove/$name.jsonl" || return 1
  comparable "$alerts" >/prove/live.sorted
  comparable "/prove/$name.jsonl" >"/prove/$name.sorted"
  diff /prove/live.sorted "/prove/$name.sorted" | cut -c 1-300
  cmp -s /prove/live.sorted "/prove/$name.sorted"
}

# Thirty sources guess and ask at random, so that each rings; in between the service is reloaded.
attack() {
  local events=() i j
  for ((i = 20; i < 50; i++)); do
    for ((j = 0; j < 5 + RANDOM % 3; j++)); do events+=("$RANDOM guess 198.51.100.$i"); done
    events+=("$RANDOM request 198.51.100.$((i + 50))" "$RANDOM request 198.51.100.$i")
  done
  for ((i = 0; i < 5; i++)); do events+=("$RANDOM reload"); done
  local number verb address
  while read -r number verb address; do
    case $verb in
      guess) /usr/sbin/sshd --tag sshd --priority auth.info --id=$((number % 30000 + 1000)) \
        "Failed password for invalid user u$((number % 7)) from $address port $number ssh2" ;;
      request) request "$address" "$access" ;;
      reload) systemctl reload tocsin.service || failed 'a reload under attack' ;;
    esac
  done < <(printf '%s\n' "${events[@]}" | sort -n)
}

entries() {
  journalctl --output=export "$@" | grep -c '^__CURSOR='
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

seed=$(cat /prove/seed)
RANDOM=$seed
echo "  seed    $seed (TOCSIN_SEED)"

echo 'nonsense: {' >/etc/tocsin/conf.d/prove.yaml
that 'a broken configuration fails the start' eval '! systemctl start tocsin.service 2>/dev/null'
that 'with status 3' [ "$(property ExecMainStatus)" -eq 3 ]
sleep 3
that 'and is not tried again' [ "$(property NRestarts)" -eq 0 ]
systemctl reset-failed tocsin.service

cat >/etc/tocsin/conf.d/prove.yaml <<'YAML'
inputs:
  - journal: {}
  - file: /var/log/nginx/*access.log*
YAML

that 'systemctl start returns once the service is ready' systemctl start tocsin.service
# At once: readiness means that what is written from here on is read.
request 203.0.113.10 "$access"
guess 203.0.113.9
[ "$(property ActiveState)" = active ] || {
  failed 'the service is active'
  finish
}
pid=$(property MainPID)
that 'it runs as a user of its own, not root' [ "$(stat --format=%u "/proc/$pid")" -ne 0 ]
that 'it holds no capability' grep -qE '^CapEff:\s0{16}$' "/proc/$pid/status"

for directory in lib/private/tocsin:700 cache/private/tocsin:700 log/private/tocsin:750; do
  that "its directory /var/${directory%:*} is there, its own and closed" \
    [ "$(stat --format=%u:%a "/var/${directory%:*}")" = "$(stat --format=%u "/proc/$pid"):${directory#*:}" ]
done

exposure=$(systemd-analyze security --no-pager tocsin.service | grep -oE '[0-9]+\.[0-9]+ [A-Z]+' | tail -n 1 | cut -d' ' -f1)
that "systemd finds it exposed at most 1.5 of 10 ($exposure)" [ "${exposure/./}" -le 15 ]

that 'an attack in the journal raises an alert' within 10 alerted 203.0.113.9
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

attack
that 'attacks from sixty sources, with reloads in between, raise their alerts' within 20 alerted '"198.51.100.99"'
sleep 3
journalctl --output=export SYSLOG_IDENTIFIER=sshd >/prove/sshd.export
echo "  counted $(wc -l <"$alerts") alerts of $(entries SYSLOG_IDENTIFIER=sshd) entries and $(wc -l <"$access") lines"
that 'more than a hundred' [ "$(wc -l <"$alerts")" -gt 100 ]
that 'they are those of a replay of the exported journal and the file' same_as_replay export /prove/sshd.export "$access"
that 'and of the journal as it lies on the disk' same_as_replay journal /var/log/journal/*/system.journal "$access"
# One line less must be seen.
sed '0,/198\.51\.100\.70/{/198\.51\.100\.70/d}' "$access" >/prove/access.log
that 'a line less in the replay would be seen' eval '! same_as_replay less /prove/sshd.export /prove/access.log >/dev/null'
that 'it alerts into the journal' [ "$(entries _PID="$pid")" -gt 100 ]
said=$(entries _PID="$pid")
sleep 2
that 'and never reads what it says there' [ "$(entries _PID="$pid")" -eq "$said" ]
that 'it has nothing to complain of but the file it may not read' \
  [ -z "$(journalctl --output=cat _PID="$pid" | grep -E 'Failed to|warning|error' | grep -v root-access.log)" ]

kill -KILL "$pid"
restarted() { [ "$(property ActiveState)" = active ] && [ "$(property MainPID)" != "$pid" ]; }
that 'killed, it is started again' within 20 restarted
guess 203.0.113.13
that 'and sees what is logged from then on' within 10 alerted 203.0.113.13
that 'no alert is told twice' no_repeats

pid=$(property MainPID)
kill -STOP "$pid"
restarts=$(property NRestarts)
restarted_again() { [ "$(property NRestarts)" -gt "$restarts" ] && [ "$(property ActiveState)" = active ]; }
that 'hung, the watchdog starts it again' within 60 restarted_again
that 'because of the watchdog' eval 'journalctl --output=cat --unit=tocsin.service | grep -q "Watchdog timeout"'

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
