#!/bin/bash
# lint.sh — the style that swift-format does not see. Lists every fault, then fails.
set -euo pipefail
cd "$(dirname "$0")/.."

faults=0
fault() {
  echo "$1: $2" >&2
  faults=$((faults + 1))
}

text_files() {
  find . \( -name '.build*' -o -name .git -o -path ./Samples -o -path './Tests/*/Fixtures' -o -path ./Tests/Conformance \) -prune \
    -o -type f \( -name '*.swift' -o -name '*.h' -o -name '*.c' -o -name '*.sh' -o -name '*.py' -o -name '*.md' -o -name '*.yml' \
    -o -name '*.yaml' -o -name '*.service' -o -name '*.conf' -o -path './.ci/*' \) -print0
}

while IFS= read -r -d '' file; do
  path=${file#./}
  while IFS=: read -r line _; do fault "$path:$line" 'tab; indent with spaces'; done < <(grep -nP '\t' "$file")
  while IFS=: read -r line _; do fault "$path:$line" 'space at the end of the line'; done < <(grep -nP '[ \r]$' "$file")
  [ ! -s "$file" ] || [ -z "$(tail -c 1 "$file")" ] || fault "$path" 'no newline at the end of the file'
  case $path in
    *.swift)
      [ "$(wc -l <"$file")" -le 400 ] || fault "$path" 'longer than 400 lines; split it'
      while IFS=: read -r line _; do
        fault "$path:$line" 'an open end in the code; finish it or file an issue'
      done < <(grep -nE '\b(TODO|FIXME|XXX)\b' "$file")
      ;;
    *.sh | .ci/*)
      bash -n "$file" || fault "$path" 'not valid bash'
      ! command -v shellcheck >/dev/null || shellcheck --severity=warning "$file" || fault "$path" 'shellcheck (see above)'
      [ -x "$file" ] || fault "$path" 'not executable'
      ;;
  esac
done < <(text_files)

[ "$faults" -eq 0 ] || {
  echo "lint: $faults faults" >&2
  exit 1
}
