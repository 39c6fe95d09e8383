# shellcheck shell=bash
# Progress: every step says what it does and how long it took.

# step TEXT COMMAND...: runs COMMAND quietly, but for what it writes to file descriptor 3;
# a failure shows the end of its output and ends the script.
# COMMAND must be a program, not a function: a function tested for failure would lose its `set -e`.
step() {
  local text=$1 started=$EPOCHREALTIME log status=0
  shift
  log=$(mktemp -t environs-step.XXXXXX)
  printf '  %-58s' "$text"
  "$@" 3>&1 >"$log" 2>&1 || status=$?
  if [ "$status" != 0 ]; then
    printf '\n  FAILED after %s s (exit code %s): %s\n' "$(seconds_since "$started")" "$status" "$*"
    tail -n 40 "$log" | sed 's/^/    | /'
    rm -f "$log"
    exit 1
  fi
  rm -f "$log"
  printf ' %6s s\n' "$(seconds_since "$started")"
}

# note TEXT: a line of progress from inside a step, shown at once.
note() {
  if { true >&3; } 2>/dev/null; then printf '\n    %-56s' "$*" >&3; else printf '%s\n' "$*" >&2; fi
}

seconds_since() {
  local now=$EPOCHREALTIME
  awk -v a="$1" -v b="$now" 'BEGIN { printf "%.1f", b - a }'
}

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}
