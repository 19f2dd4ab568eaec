{{- /* Makes .Values what the user means: the defaults, the profile over them, the user's own over both. Every template
begins with it; the first one does it. */ -}}
{{- define "istiod.values" -}}
{{- if hasKey .Values "_internal_defaults_do_not_set" }}
{{- $defaults := index .Values "_internal_defaults_do_not_set" }}
{{- $own := omit .Values "_internal_defaults_do_not_set" }}
{{- $name := $own.profile | default $defaults.profile }}
{{- $profile := .Files.Get (printf "files/profiles/%s.yaml" $name) }}
{{- if not $profile }}
{{- fail (printf "profile: there is no %q; there are default, demo, minimal and empty" $name) }}
{{- end }}
{{- $_ := set $ "Values" (mergeOverwrite (deepCopy $defaults) (fromYaml $profile) (deepCopy $own)) }}
{{- end }}
{{- end -}}
