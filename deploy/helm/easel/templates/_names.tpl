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

{{/* The headless service answers with the address of every renderer that there is, also while they come and go. */}}
{{- define "easel.rendererAddresses" -}}
dns:///{{ .Release.Name }}-renderer:50551
{{- end }}

{{/* Of the user with this number. */}}
{{- define "easel.securityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
runAsUser: {{ . }}
capabilities:
  drop:
    - ALL
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{/* root, component: what else there is of a release beside the bot and its renderers. */}}
{{- define "easel.componentLabels" -}}
{{ include "easel.labels" .root }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "easel.componentSelector" -}}
{{ include "easel.selector" .root }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{/* root, name: made once. An upgrade finds it in its Secret, as the database would not take another one. */}}
{{- define "easel.keptPassword" -}}
{{- $kept := (lookup "v1" "Secret" .root.Release.Namespace .name).data | default dict -}}
{{- if hasKey $kept "PASSWORD" }}{{ get $kept "PASSWORD" | b64dec }}{{ else }}{{ randAlphaNum 32 }}{{ end }}
{{- end }}

{{/* Whether it answers, by this line of a shell. */}}
{{- define "easel.databaseProbes" -}}
{{- $ask := dict "exec" (dict "command" (list "sh" "-c" .)) "timeoutSeconds" 5 -}}
startupProbe:
  {{- toYaml (merge (dict "periodSeconds" 2 "failureThreshold" 60) $ask) | nindent 2 }}
livenessProbe:
  {{- toYaml (merge (dict "periodSeconds" 10 "failureThreshold" 6) $ask) | nindent 2 }}
readinessProbe:
  {{- toYaml (merge (dict "periodSeconds" 5) $ask) | nindent 2 }}
{{- end }}

{{/* root, component, name, port: its name in the cluster, and that the bot alone reaches it. */}}
{{- define "easel.databaseAccess" }}
apiVersion: v1
kind: Service
metadata:
  name: {{ .name }}
  labels:
    {{- include "easel.componentLabels" . | nindent 4 }}
spec:
  selector:
    {{- include "easel.componentSelector" . | nindent 4 }}
  ports:
    - name: {{ .component }}
      port: {{ .port }}
      targetPort: {{ .component }}
{{- if .root.Values.networkPolicy.enabled }}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ .name }}
  labels:
    {{- include "easel.componentLabels" . | nindent 4 }}
spec:
  podSelector:
    matchLabels:
      {{- include "easel.componentSelector" . | nindent 6 }}
  policyTypes:
    - Ingress
  ingress:
    - from:
        - podSelector:
            matchLabels:
              {{- include "easel.selector" .root | nindent 14 }}
              app.kubernetes.io/component: bot
      ports:
        - port: {{ .port }}
{{- end }}
{{- end }}
