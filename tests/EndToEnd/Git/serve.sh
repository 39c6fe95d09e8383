# Makes the repositories and serves them, by HTTP and by git's own protocol.
set -eu
export HOME=/tmp GIT_AUTHOR_NAME=Ada GIT_AUTHOR_EMAIL=ada@example.com GIT_COMMITTER_NAME=Ada GIT_COMMITTER_EMAIL=ada@example.com
git config --global init.defaultBranch main
git config --global safe.directory '*'
mkdir -p /srv/git
cd /srv/git

git init -q /tmp/app && cd /tmp/app
mkdir src && echo 'print("hello")' >src/main.py && git add . && git commit -q -m first && git tag v1.0
echo more >more.txt && git add . && git commit -q -m second
git checkout -q -b feature/login && echo login >login.txt && git add . && git commit -q -m login
git checkout -q -b change main && echo change >change.txt && git add . && git commit -q -m change
git update-ref refs/merge-requests/1/head change && git update-ref refs/pull/7/head change
git checkout -q main && git branch -q -D change
git clone -q --mirror /tmp/app /srv/git/app.git
git clone -q --bare /tmp/app /srv/git/lib.git

for archive in /repositories/*.tar; do
  name=$(basename "$archive" .tar)
  git init -q "/tmp/$name" && tar -xf "$archive" -C "/tmp/$name" && cd "/tmp/$name"
  git add . && git commit -q -m first && git clone -q --bare . "/srv/git/$name.git"
done

# 200 MB that cannot be compressed, in the background: nobody else waits for it
(
  git init -q /tmp/big && cd /tmp/big && git config core.compression 0
  for i in $(seq 100); do head -c 2097152 /dev/urandom >"$i"; done
  git add . && git commit -q -m big
  # nothing in it is like anything else
  git -c pack.window=0 repack -adq
  git clone -q --bare /tmp/big /srv/git/.big && git -C /srv/git/.big config core.compression 0
  rm -rf /tmp/big && mv /srv/git/.big /srv/git/big.git
) &

git daemon --base-path=/srv/git --export-all --reuseaddr --verbose --informative-errors &
exec python3 /scripts/server.py
