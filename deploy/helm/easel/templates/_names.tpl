{{- define "easel.labels" -}}
app.kubernetes.io/name: easel
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "easel.selector" -}}
app.kubernetes.io/name: easel
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "easel.renderersMost" -}}
{{- if .Values.renderers.autoscaling.enabled }}{{ .Values.renderers.autoscaling.max }}{{ else }}{{ .Values.renderers.count }}{{ end -}}
{{- end }}

{{/* Every address that a renderer may have: pods of a StatefulSet have stable names. */}}
{{- define "easel.rendererAddresses" -}}
{{- $name := printf "%s-renderer" .Release.Name -}}
{{- range $index := until (int (include "easel.renderersMost" .)) -}}
{{- if $index }},{{ end }}{{ $name }}-{{ $index }}.{{ $name }}:50551
{{- end -}}
{{- end }}

{{- define "easel.securityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
runAsUser: 10001
capabilities:
  drop:
    - ALL
seccompProfile:
  type: RuntimeDefault
{{- end }}
