# shellcheck shell=bash disable=SC2034
# The one place for the cluster's names, addresses, ports and folders. All that another checkout's cluster could
# collide with is derived from this checkout's path; the rest exists only inside the node's namespaces.

# inside the node this file lies elsewhere
checkout=${ENVIRONS_NODE_OF:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)}
checkout_hash=$(printf %s "$checkout" | sha256sum)

# --- on the host
cluster_id=environs-${checkout_hash:0:8}       # the cgroup, and the name of the host's end of the link
link=env-${checkout_hash:0:8}                  # an interface's name has 15 characters at most
data=$checkout/.cluster
kubeconfig=$data/kubeconfig
audit_log=$data/audit.log
state=/run/environs/$cluster_id                # outlives `git clean`, not a reboot
pid_file=$state/pid

# one of the 16384 /30 networks of 10.203.0.0/16
subnet=$((16#${checkout_hash:8:4} % 16384))
subnet_prefix=10.203.$((subnet / 64))
host_address=$subnet_prefix.$((subnet % 64 * 4 + 1))
node_address=$subnet_prefix.$((subnet % 64 * 4 + 2))
api_port=6443

# --- inside the node
node_name=environs-node
inside=/run/environs                           # there, the folders data, kubernetes and hack are mounted
run=/run/containerd
containerd_socket=$run/containerd.sock
pod_cidr=10.88.0.0/16
pod_gateway=10.88.0.1
service_cidr=10.96.0.0/16
api_service_address=10.96.0.1
dns_address=10.96.0.10
upstream_dns_address=10.0.2.3                  # slirp4netns answers there as the host would
dns_records=$inside/data/dns-records
dns_pid_file=/run/dnsmasq.pid
etcd_url=http://127.0.0.1:2379
pause_image=environs.local/environs/pause:1
max_pods=250

cluster_packages=(etcd-server containerd runc containernetworking-plugins iptables conntrack iproute2 util-linux
  dnsmasq-base slirp4netns busybox-static gcc libc6-dev jq openssl procps unzip)

# The host's number of the node's first process, if that runs.
node_pid() {
  local pid
  pid=$(cat "$pid_file" 2>/dev/null) || return 1
  # the number may have been given to somebody else meanwhile
  [ -r "/proc/$pid/cmdline" ] || return 1
  tr '\0' ' ' <"/proc/$pid/cmdline" | grep -q "^unshare .*$cluster_id" || return 1
  pgrep -P "$pid" | head -n 1
}

# in_node COMMAND...: runs COMMAND inside the node.
in_node() {
  local pid
  pid=$(node_pid) || { echo "The cluster of $checkout does not run; start it with: make cluster" >&2; return 1; }
  nsenter --target "$pid" --net --mount --pid --uts --ipc --wd=/ "$@"
}

# Every folder in which the node's pods have a control group, one for each hierarchy.
cgroups() {
  local hierarchy
  if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
    echo "/sys/fs/cgroup/$cluster_id"
  else
    for hierarchy in /sys/fs/cgroup/*/; do
      [ -L "${hierarchy%/}" ] || echo "$hierarchy$cluster_id"
    done
  fi
}
