# shellcheck shell=bash
# Debian's packages, by package lists of our own, so that the machine's apt configuration stays as it is.

# Prints the mirror that this machine uses.
debian_mirror() {
  # shellcheck disable=SC2016
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -v security | head -n 1
}

# debian_sources FOLDER deb|deb-src RELEASE: fetches RELEASE's lists into FOLDER.
debian_sources() {
  local folder=$1 type=$2 release=$3
  mkdir -p "$folder"/lists/partial "$folder"/cache/archives/partial
  echo "$type [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $(debian_mirror) $release main" >"$folder/sources.list"
  : >"$folder/status"
  private_apt "$folder" apt-get -q update >&2
}

# private_apt FOLDER PROGRAM ARGUMENTS...: apt-get or apt-cache on those lists.
private_apt() {
  local folder=$1 program=$2
  shift 2
  "$program" -o Dir::Etc::sourcelist="$folder/sources.list" -o Dir::Etc::sourceparts=/dev/null \
    -o Dir::State::lists="$folder/lists" -o Dir::Cache="$folder/cache" -o Dir::State::status="$folder/status" \
    -o APT::Install-Recommends=false -o APT::Sandbox::User=root "$@"
}
