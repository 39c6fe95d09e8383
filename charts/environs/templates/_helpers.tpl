{{- define "environs.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 48 | trimSuffix "-" -}}
{{- else if contains $name .Release.Name -}}
{{- .Release.Name | trunc 48 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 48 | trimSuffix "-" -}}
{{- end -}}
{{- end }}

{{- define "environs.serviceAccount" -}}
{{- default (include "environs.fullname" .) .Values.serviceAccount.name -}}
{{- end }}

{{/* The Service that the supervisors in environments dial, and the Secret with its certificates, which the operator makes. */}}
{{- define "environs.supervision" -}}
{{- include "environs.fullname" . }}-supervision
{{- end }}

{{/* The Service that the API server dials, and both of the configurations by which it does. */}}
{{- define "environs.admission" -}}
{{- include "environs.fullname" . }}-admission
{{- end }}

{{/* What tells the operator's pods from others; never changes. */}}
{{- define "environs.selector" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: operator
{{- end }}

{{- define "environs.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{ include "environs.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{/* An image's reference. Usage: include "environs.image" (list . .Values.images.operator) */}}
{{- define "environs.image" -}}
{{- $root := index . 0 -}}
{{- $image := index . 1 -}}
{{- with $root.Values.images.registry }}{{ trimSuffix "/" . }}/{{ end -}}
{{- $tag := default $root.Chart.AppVersion $image.tag -}}
{{- $image.repository }}{{ ternary "@" ":" (hasPrefix "sha256:" $tag) }}{{ $tag -}}
{{- end }}
