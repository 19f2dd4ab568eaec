{{- /* The revision, never empty. */ -}}
{{- define "istiod.revision" -}}
{{- .Values.revision | default "default" }}
{{- end -}}

{{- /* The Deployment's and the Service's name, and how proxies find istiod. */ -}}
{{- define "istiod.name" -}}
{{- if eq (include "istiod.revision" .) "default" }}istiod{{ else }}istiod-{{ .Values.revision }}{{ end }}
{{- end -}}

{{- /* What is appended to names that each revision has its own of. */ -}}
{{- define "istiod.suffix" -}}
{{- if ne (include "istiod.revision" .) "default" }}-{{ .Values.revision }}{{ end }}
{{- end -}}

{{- /* What is appended to the names of cluster-wide objects. */ -}}
{{- define "istiod.clusterSuffix" -}}
{{- include "istiod.suffix" . }}-{{ .Release.Namespace }}
{{- end -}}

{{- define "istiod.selectorLabels" -}}
app: istiod
istio.io/rev: {{ include "istiod.revision" . | quote }}
{{- end -}}

{{- define "istiod.labels" -}}
{{ include "istiod.selectorLabels" . }}
istio: {{ if eq (include "istiod.revision" .) "default" }}pilot{{ else }}istiod{{ end }}
{{ include "istiod.commonLabels" . }}
{{- end -}}

{{- define "istiod.commonLabels" -}}
app.kubernetes.io/name: istiod
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/part-of: meltemi
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- /* Of (name, context): a whole reference is left as it is, a name gets hub and tag. */ -}}
{{- define "istiod.image" -}}
{{- $name := index . 0 }}
{{- $ := index . 1 }}
{{- if contains "/" $name }}
{{- $name }}
{{- else }}
{{- $tag := $.Values.global.tag | default $.Chart.AppVersion }}
{{- $hub := $.Values.global.hub }}
{{- $variant := $.Values.global.variant }}
{{- if eq $name $.Values.pilot.image }}
{{- $tag = $.Values.pilot.tag | default $tag }}
{{- $hub = $.Values.pilot.hub | default $hub }}
{{- $variant = $.Values.pilot.variant | default $variant }}
{{- end }}
{{- printf "%s/%s:%v" $hub $name $tag }}{{ with $variant }}-{{ . }}{{ end }}
{{- end }}
{{- end -}}

{{- /* MeshConfig: what the chart knows, then what the user says. */ -}}
{{- define "istiod.mesh" -}}
{{- $mesh := dict
  "rootNamespace" .Values.global.istioNamespace
  "trustDomain" (.Values.global.trustDomain | default "cluster.local")
  "defaultConfig" (dict "discoveryAddress" (printf "%s.%s.svc:15012" (include "istiod.name" .) .Release.Namespace)) }}
{{- with .Values.global.meshID }}
{{- $_ := set $mesh.defaultConfig "meshId" . }}
{{- end }}
{{- toYaml (mergeOverwrite $mesh (deepCopy .Values.meshConfig)) }}
{{- end -}}

{{- /* Of (context, names of webhooks' selectors): the clientConfig of a webhook. */ -}}
{{- define "istiod.client" -}}
{{- $path := index . 0 }}
{{- $ := index . 1 -}}
service:
  name: {{ include "istiod.name" $ }}
  namespace: {{ $.Release.Namespace }}
  path: {{ $path }}
  port: 443
{{- end -}}

{{- /* istio-sidecar-injector where there is one istiod only, as tools expect. */ -}}
{{- define "istiod.injectorName" -}}
istio-sidecar-injector{{ include "istiod.suffix" . }}
{{- if ne .Release.Namespace "istio-system" }}-{{ .Release.Namespace }}{{ end }}
{{- end -}}

{{- define "istiod.validatorName" -}}
istio-validator{{ include "istiod.clusterSuffix" . }}
{{- end -}}
