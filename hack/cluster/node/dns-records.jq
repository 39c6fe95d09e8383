# Services and Endpoints to lines of /etc/hosts.
def name: "\(.metadata.name).\(.metadata.namespace).svc.cluster.local";
(.items | map(select(.kind == "Service" and .spec.clusterIP == "None") | {key: name, value: true}) | from_entries) as $headless
| .items[]
| name as $name
| if .kind == "Service" then
    select(.spec.clusterIP // "None" | . != "None" and . != "") | "\(.spec.clusterIP) \($name)"
  elif $headless[$name] then
    (.subsets // [])[].addresses // [] | .[]
    | "\(.ip) \($name)", (select(.hostname) | "\(.ip) \(.hostname).\($name)")
  else empty end
