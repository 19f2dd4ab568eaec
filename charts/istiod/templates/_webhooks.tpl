{{- /* The webhooks that send pods to /inject. Of a dict: context, revision (or tag) and whether pods and namespaces that
name no revision are its own. Kubernetes' own namespaces are left out here and not only by istiod, so that no istiod
being there never stops them. */ -}}
{{- define "istiod.injectors" -}}
{{- $injector := .context.Values.sidecarInjectorWebhook }}
{{- $webhooks := list (dict
  "name" "rev.namespace"
  "namespace" (list (dict "key" "istio.io/rev" "operator" "In" "values" (list .revision)) (dict "key" "istio-injection" "operator" "DoesNotExist"))
  "object" (list (dict "key" "sidecar.istio.io/inject" "operator" "NotIn" "values" (list "false")))
) (dict
  "name" "rev.object"
  "namespace" (list (dict "key" "istio.io/rev" "operator" "DoesNotExist") (dict "key" "istio-injection" "operator" "DoesNotExist"))
  "object" (list (dict "key" "sidecar.istio.io/inject" "operator" "NotIn" "values" (list "false")) (dict "key" "istio.io/rev" "operator" "In" "values" (list .revision)))
) }}
{{- if .default }}
{{- $webhooks = concat $webhooks (list (dict
  "name" "namespace"
  "namespace" (list (dict "key" "istio-injection" "operator" "In" "values" (list "enabled")))
  "object" (list (dict "key" "sidecar.istio.io/inject" "operator" "NotIn" "values" (list "false")))
) (dict
  "name" "object"
  "namespace" (list (dict "key" "istio-injection" "operator" "DoesNotExist") (dict "key" "istio.io/rev" "operator" "DoesNotExist"))
  "object" (list (dict "key" "sidecar.istio.io/inject" "operator" "In" "values" (list "true")) (dict "key" "istio.io/rev" "operator" "DoesNotExist"))
)) }}
{{- if $injector.enableNamespacesByDefault }}
{{- $webhooks = append $webhooks (dict
  "name" "auto"
  "namespace" (list (dict "key" "istio-injection" "operator" "DoesNotExist") (dict "key" "istio.io/rev" "operator" "DoesNotExist"))
  "object" (list (dict "key" "sidecar.istio.io/inject" "operator" "DoesNotExist") (dict "key" "istio.io/rev" "operator" "DoesNotExist"))
) }}
{{- end }}
{{- end }}
{{- $system := dict "key" "kubernetes.io/metadata.name" "operator" "NotIn" "values" (list "kube-system" "kube-public" "kube-node-lease" "local-path-storage") }}
{{- range $webhooks }}
- name: {{ .name }}.sidecar-injector.istio.io
  clientConfig:
    {{- include "istiod.client" (list "/inject" $.context) | nindent 4 }}
  rules:
  - operations: [CREATE]
    apiGroups: [""]
    apiVersions: [v1]
    resources: [pods]
    scope: Namespaced
  failurePolicy: {{ $injector.failurePolicy }}
  reinvocationPolicy: {{ $injector.reinvocationPolicy }}
  timeoutSeconds: {{ $injector.timeoutSeconds }}
  sideEffects: None
  admissionReviewVersions: [v1]
  namespaceSelector:
    matchExpressions:
    {{- append .namespace $system | toYaml | nindent 4 }}
  objectSelector:
    matchExpressions:
    {{- .object | toYaml | nindent 4 }}
{{- end }}
{{- end -}}
