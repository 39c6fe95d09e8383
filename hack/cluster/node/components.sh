# shellcheck shell=bash disable=SC2154
# What runs on the node, in the order of starting; each finds the others by trying again.

# keep NAME COMMAND...: runs COMMAND, and again whenever it ends.
keep() {
  local name=$1
  shift
  while :; do
    "$@" || true
    echo "--- $name ended; it starts again in a second"
    sleep 1
  done >>"log/$name.log" 2>&1 &
}

keep etcd etcd --data-dir="$inside/data/etcd" --unsafe-no-fsync --quota-backend-bytes=4294967296 --log-level=warn \
  --listen-client-urls="$etcd_url" --advertise-client-urls="$etcd_url" --listen-peer-urls=http://127.0.0.1:2380

keep kube-apiserver "$inside/kubernetes/kube-apiserver" \
  --etcd-servers="$etcd_url" --bind-address=0.0.0.0 --secure-port="$api_port" --advertise-address="$node_address" \
  --service-cluster-ip-range="$service_cidr" --allow-privileged=true \
  --tls-cert-file=pki/apiserver.crt --tls-private-key-file=pki/apiserver.key --client-ca-file=pki/ca.crt \
  --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction \
  --service-account-issuer=https://kubernetes.default.svc --service-account-key-file=pki/service-account.pub \
  --service-account-signing-key-file=pki/service-account.key \
  --kubelet-client-certificate=pki/apiserver-kubelet.crt --kubelet-client-key=pki/apiserver-kubelet.key \
  --kubelet-preferred-address-types=InternalIP \
  --requestheader-client-ca-file=pki/ca.crt --requestheader-allowed-names=front-proxy \
  --requestheader-username-headers=X-Remote-User --requestheader-group-headers=X-Remote-Group \
  --requestheader-extra-headers-prefix=X-Remote-Extra- \
  --proxy-client-cert-file=pki/front-proxy.crt --proxy-client-key-file=pki/front-proxy.key \
  --audit-policy-file="$inside/hack/node/audit-policy.yaml" --audit-log-path="$inside/data/audit.log" \
  --audit-log-maxsize=1024 --audit-log-maxbackup=1

keep kube-controller-manager "$inside/kubernetes/kube-controller-manager" \
  --kubeconfig=pki/controller-manager.conf --leader-elect=false --use-service-account-credentials \
  --service-account-private-key-file=pki/service-account.key --root-ca-file=pki/ca.crt \
  --cluster-signing-cert-file=pki/ca.crt --cluster-signing-key-file=pki/ca.key \
  --kube-api-qps=200 --kube-api-burst=400 --concurrent-gc-syncs=20 \
  --enable-hostpath-provisioner=true --flex-volume-plugin-dir="$inside/data/flex"

keep kube-scheduler "$inside/kubernetes/kube-scheduler" --config=config/scheduler.yaml

keep containerd containerd --config=config/containerd.toml

keep kubelet "$inside/kubernetes/kubelet" --config=config/kubelet.yaml --kubeconfig=pki/kubelet.conf \
  --container-runtime=remote --container-runtime-endpoint="unix://$containerd_socket" \
  --hostname-override="$node_name" --node-ip="$node_address" --root-dir="$inside/data/kubelet" \
  --pod-infra-container-image="$pause_image"

keep kube-proxy "$inside/kubernetes/kube-proxy" --config=config/proxy.yaml

# the records of the last run go on to hold until they are read anew
touch "$dns_records"
keep dnsmasq dnsmasq --keep-in-foreground --user=root --pid-file="$dns_pid_file" --log-facility=- \
  --no-hosts --addn-hosts="$dns_records" --local=/cluster.local/ --no-resolv --server="$upstream_dns_address" \
  --listen-address="$node_address" --bind-interfaces
keep dns-records "$inside/hack/node/dns-records"
