{{- define "environs.gateway" -}}
{{- include "environs.fullname" . }}-gateway
{{- end }}

{{/* The Secret with the keys of access tokens, which the operator makes. */}}
{{- define "environs.tokens" -}}
{{- include "environs.fullname" . }}-tokens
{{- end }}

{{/* What tells the gateway's pods from others; never changes. */}}
{{- define "environs.gatewaySelector" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: gateway
{{- end }}

{{- define "environs.gatewayLabels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{ include "environs.gatewaySelector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{/* The domain as addresses have it: with the port, unless that is 443. */}}
{{- define "environs.gatewayAuthority" -}}
{{ .Values.gateway.domain }}{{ if ne (int .Values.gateway.publicPort) 443 }}:{{ .Values.gateway.publicPort }}{{ end }}
{{- end }}

{{/* Whether TLS ends at an ingress controller, before the gateway. */}}
{{- define "environs.gatewayTlsEndsBefore" -}}
{{- if and (not .Values.gateway.tls.secretName) (or .Values.gateway.ingress.enabled .Values.gateway.httpRoute.enabled) }}true{{ end -}}
{{- end }}
