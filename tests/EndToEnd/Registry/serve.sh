# A registry with one image, of busybox alone, behind a proxy that asks for the credential. Usage: serve.sh NAME TAG
set -eu
user=$(cut -d: -f1 /secret/credential)
echo "$user:$(cut -d: -f2 /secret/credential | openssl passwd -apr1 -stdin)" >/run/users
docker-registry serve /scripts/registry.yml &
until curl -sf http://127.0.0.1:5056/v2/ >/dev/null; do sleep 0.1; done

work=$(mktemp -d)
cd "$work"
mkdir -p root/bin root/tmp root/etc
cp "$(command -v busybox)" root/bin/busybox
for applet in $(busybox --list); do [ -e "root/bin/$applet" ] || ln -s busybox "root/bin/$applet"; done
tar -C root -cf layer .
case $(uname -m) in aarch64) architecture=arm64 ;; *) architecture=amd64 ;; esac
digest() { echo "sha256:$(sha256sum "$1" | cut -d' ' -f1)"; }
cat >config <<J
{"architecture": "$architecture", "os": "linux", "config": {"Env": ["PATH=/bin"], "Cmd": ["sh"]},
 "rootfs": {"type": "layers", "diff_ids": ["$(digest layer)"]}}
J
descriptor() { echo "{\"mediaType\": \"$2\", \"digest\": \"$(digest "$1")\", \"size\": $(stat -c %s "$1")}"; }
cat >manifest <<J
{"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
 "config": $(descriptor config application/vnd.oci.image.config.v1+json),
 "layers": [$(descriptor layer application/vnd.oci.image.layer.v1.tar)]}
J
registry=http://127.0.0.1:5056/v2/$1
for blob in config layer; do
  location=$(curl -sf -X POST -D - -o /dev/null "$registry/blobs/uploads/" | tr -d '\r' | sed -n 's/^Location: //Ip')
  curl -sf -X PUT -H 'Content-Type: application/octet-stream' --data-binary "@$blob" "http://127.0.0.1:5056$location&digest=$(digest "$blob")"
done
curl -sf -X PUT -H 'Content-Type: application/vnd.oci.image.manifest.v1+json' --data-binary @manifest "$registry/manifests/$2"
exec nginx -c /scripts/nginx.conf -g 'daemon off;'
