# shellcheck shell=bash disable=SC2034
# What is built once and kept outside the checkout.
cache=${XDG_CACHE_HOME:-$HOME/.cache}/environs

# build_once FOLDER COMMAND...: runs COMMAND with an empty folder as its last argument, which becomes FOLDER
# when COMMAND succeeds. So FOLDER is whole or absent, and two callers do not build it twice.
# COMMAND must be a program, see `step`.
build_once() {
  local folder=$1 building
  shift
  [ ! -d "$folder" ] || return 0
  mkdir -p "$(dirname "$folder")"
  exec {build_lock}>"$folder.lock"
  flock "$build_lock"
  if [ ! -d "$folder" ]; then
    # not beside FOLDER, where it could be taken for a whole one
    building=$cache/building/$(basename "$folder")
    # what a killed build left
    rm -rf "$building"
    mkdir -p "$building"
    if ! "$@" "$building"; then
      rm -rf "$building"
      exec {build_lock}>&-
      return 1
    fi
    mv -T "$building" "$folder"
  fi
  rm -f "$folder.lock"
  exec {build_lock}>&-
}

# newest FOLDER RECIPE: prints the newest FOLDER/VERSION-RECIPE. What was built stays good; a newer version is taken when
# the cache is emptied.
newest() {
  [ -d "$1" ] || return 0
  find "$1" -maxdepth 1 -type d -name "*-$2" -printf '%T@ %p\n' 2>/dev/null | sort -rn | head -n 1 | cut -d' ' -f2-
}
