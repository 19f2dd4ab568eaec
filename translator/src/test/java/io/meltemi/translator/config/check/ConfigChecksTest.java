package io.meltemi.translator.config.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.translator.config.decode.ConfigFile;
import io.meltemi.translator.config.decode.MeshConfigReader;
import io.meltemi.translator.diagnostic.ConfigKind;
import io.meltemi.translator.diagnostic.Diagnostic;
import io.meltemi.translator.diagnostic.Severity;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigChecksTest {

  /** A public key; RFC 7517's example. */
  private static final String KEY =
      "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
          + "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}";

  /** A spec in YAML's flow style, and the field that must be found wrong. */
  record Bad(ConfigKind kind, String spec, String field) {

    @Override
    public String toString() {
      return kind.kind() + " " + spec;
    }
  }

  private static Stream<Bad> of(ConfigKind kind, String... specsAndFields) {
    Stream.Builder<Bad> cases = Stream.builder();
    for (int i = 0; i < specsAndFields.length; i += 2) {
      cases.add(new Bad(kind, specsAndFields[i], specsAndFields[i + 1]));
    }
    return cases.build();
  }

  private static Stream<Bad> http(String... routesAndFields) {
    String[] specs = routesAndFields.clone();
    for (int i = 0; i < specs.length; i += 2) {
      specs[i] = "{hosts: [reviews], http: [" + specs[i] + "]}";
      specs[i + 1] = "spec.http[0]" + specs[i + 1];
    }
    return of(ConfigKind.VIRTUAL_SERVICE, specs);
  }

  private static Stream<Bad> trafficPolicy(String... policiesAndFields) {
    String[] specs = policiesAndFields.clone();
    for (int i = 0; i < specs.length; i += 2) {
      specs[i] = "{host: reviews, trafficPolicy: {" + specs[i] + "}}";
      specs[i + 1] = "spec.trafficPolicy" + specs[i + 1];
    }
    return of(ConfigKind.DESTINATION_RULE, specs);
  }

  private static final String TO = "route: [{destination: {host: reviews}}]";

  static Stream<Bad> virtualServices() {
    return of(
        ConfigKind.VIRTUAL_SERVICE,
        "{hosts: [reviews]}",
        "spec",
        "{hosts: ['*'], http: [{" + TO + "}]}",
        "spec.hosts[0]",
        "{hosts: [-bad-], http: [{" + TO + "}]}",
        "spec.hosts[0]",
        "{hosts: [a.*.b], http: [{" + TO + "}]}",
        "spec.hosts[0]",
        "{hosts: [a, A], http: [{" + TO + "}]}",
        "spec.hosts[1]",
        "{hosts: [a], gateways: [a/b/c], http: [{" + TO + "}]}",
        "spec.gateways[0]",
        "{hosts: [a], exportTo: [Bad_NS], http: [{" + TO + "}]}",
        "spec.exportTo[0]",
        "{hosts: [a], exportTo: ['*', ns], http: [{" + TO + "}]}",
        "spec.exportTo",
        "{gateways: [g], http: [{" + TO + "}]}",
        "spec.gateways",
        "{http: [{delegate: {name: other}}]}",
        "spec.http[0].delegate",
        "{hosts: [a], tcp: [{route: []}]}",
        "spec.tcp[0].route",
        "{hosts: [a], tcp: [{match: [{destinationSubnets: [10.0.0.0/33]}], " + TO + "}]}",
        "spec.tcp[0].match[0].destinationSubnets[0]",
        "{hosts: [a], tcp: [{match: [{port: 70000}], " + TO + "}]}",
        "spec.tcp[0].match[0].port",
        "{hosts: [a.com], tls: [{match: [{sniHosts: [b.com]}], " + TO + "}]}",
        "spec.tls[0].match[0].sniHosts[0]",
        "{hosts: [a.com], tls: [{match: [], " + TO + "}]}",
        "spec.tls[0].match");
  }

  static Stream<Bad> httpRoutes() {
    return http(
        "{name: nothing}",
        "",
        "{" + TO + ", redirect: {uri: /}}",
        "",
        "{redirect: {uri: /}, rewrite: {uri: /}}",
        ".rewrite",
        "{redirect: {uri: /}, fault: {abort: {httpStatus: 500}}}",
        ".fault",
        "{redirect: {}}",
        ".redirect",
        "{redirect: {uri: /, redirectCode: 305}}",
        ".redirect.redirectCode",
        "{redirect: {scheme: ftp}}",
        ".redirect.scheme",
        "{redirect: {uri: /, port: 0}}",
        ".redirect.port",
        "{directResponse: {status: 99}}",
        ".directResponse.status",
        "{delegate: {name: ''}}",
        ".delegate.name",
        "{" + TO + ", rewrite: {}}",
        ".rewrite",
        "{" + TO + ", rewrite: {uri: /, uriRegexRewrite: {match: a, rewrite: b}}}",
        ".rewrite",
        "{" + TO + ", rewrite: {uriRegexRewrite: {match: '(', rewrite: b}}}",
        ".rewrite.uriRegexRewrite.match",
        "{" + TO + ", rewrite: {uriRegexRewrite: {match: '(a)', rewrite: '\\2'}}}",
        ".rewrite.uriRegexRewrite.rewrite",
        "{" + TO + ", rewrite: {uriRegexRewrite: {match: a, rewrite: 'b\\'}}}",
        ".rewrite.uriRegexRewrite.rewrite",
        "{" + TO + ", timeout: -1s}",
        ".timeout",
        "{" + TO + ", timeout: 10us}",
        ".timeout",
        "{" + TO + ", retries: {attempts: -1}}",
        ".retries.attempts",
        "{" + TO + ", retries: {attempts: 0, retryOn: 5xx}}",
        ".retries.attempts",
        "{" + TO + ", retries: {attempts: 1, retryOn: 'sometimes'}}",
        ".retries.retryOn",
        "{" + TO + ", fault: {}}",
        ".fault",
        "{" + TO + ", fault: {delay: {percentage: {value: 1}}}}",
        ".fault.delay.fixedDelay",
        "{" + TO + ", fault: {delay: {fixedDelay: 1s, percentage: {value: 101}}}}",
        ".fault.delay.percentage.value",
        "{" + TO + ", fault: {abort: {percentage: {value: 1}}}}",
        ".fault.abort",
        "{" + TO + ", fault: {abort: {httpStatus: 99}}}",
        ".fault.abort.httpStatus",
        "{" + TO + ", fault: {abort: {grpcStatus: BROKEN}}}",
        ".fault.abort.grpcStatus",
        "{" + TO + ", mirror: {host: '*'}}",
        ".mirror.host",
        "{" + TO + ", mirror: {host: b}, mirrors: [{destination: {host: c}}]}",
        "",
        "{" + TO + ", corsPolicy: {maxAge: 1500ms}}",
        ".corsPolicy.maxAge",
        "{" + TO + ", corsPolicy: {allowOrigins: [{}]}}",
        ".corsPolicy.allowOrigins[0]",
        "{" + TO + ", corsPolicy: {allowHeaders: ['a b']}}",
        ".corsPolicy.allowHeaders[0]",
        "{" + TO + ", headers: {request: {set: {'a b': c}}}}",
        ".headers.request.set[a b]",
        "{" + TO + ", headers: {request: {set: {':path': c}}}}",
        ".headers.request.set[:path]",
        "{" + TO + ", headers: {request: {add: {x: \"a\\nb\"}}}}",
        ".headers.request.add[x]",
        "{" + TO + ", headers: {request: {add: {x: 100%}}}}",
        ".headers.request.add[x]",
        "{" + TO + ", headers: {response: {remove: ['']}}}",
        ".headers.response.remove[0]",
        "{" + TO + ", match: [{uri: {regex: '(?=x)'}}]}",
        ".match[0].uri.regex",
        "{" + TO + ", match: [{headers: {x: {regex: '*'}}}]}",
        ".match[0].headers[x].regex",
        "{" + TO + ", match: [{uri: {regex: '" + "a".repeat(1025) + "'}}]}",
        ".match[0].uri.regex",
        "{" + TO + ", match: [{uri: {regex: '((a{100}){100}){100}'}}]}",
        ".match[0].uri.regex",
        "{" + TO + ", match: [{headers: {'a b': {exact: c}}}]}",
        ".match[0].headers[a b]",
        "{" + TO + ", match: [{sourceLabels: {app: 'a b'}}]}",
        ".match[0].sourceLabels[app]",
        "{route: [{destination: {host: 'a b'}}]}",
        ".route[0].destination.host",
        "{route: [{destination: {host: a, subset: 'v 1'}}]}",
        ".route[0].destination.subset",
        "{route: [{destination: {host: a, port: {number: 0}}}]}",
        ".route[0].destination.port.number",
        "{route: [{destination: {host: a}, weight: -1}]}",
        ".route[0].weight",
        "{route: [{destination: {host: a}}, {destination: {host: b}}]}",
        ".route");
  }

  static Stream<Bad> destinationRules() {
    return Stream.concat(
        of(
            ConfigKind.DESTINATION_RULE,
            "{host: 'a b'}",
            "spec.host",
            "{host: a, subsets: [{name: 'v 1'}]}",
            "spec.subsets[0].name",
            "{host: a, subsets: [{name: v1}, {name: v1}]}",
            "spec.subsets[1].name",
            "{host: a, subsets: [{name: v1, labels: {'': x}}]}",
            "spec.subsets[0].labels[]"),
        trafficPolicy(
            "loadBalancer: {consistentHash: {}}",
            ".loadBalancer.consistentHash",
            "loadBalancer: {consistentHash: {useSourceIp: true, maglev: {tableSize: 10}}}",
            ".loadBalancer.consistentHash.maglev.tableSize",
            "loadBalancer: {consistentHash: {useSourceIp: true, maglev: {tableSize: 9000000}}}",
            ".loadBalancer.consistentHash.maglev.tableSize",
            "loadBalancer: {consistentHash: {httpHeaderName: 'a b'}}",
            ".loadBalancer.consistentHash.httpHeaderName",
            "loadBalancer: {warmup: {duration: 1s, aggression: 0.5}}",
            ".loadBalancer.warmup.aggression",
            "loadBalancer: {localityLbSetting: {distribute: [{from: a, to: {b: 99}}]}}",
            ".loadBalancer.localityLbSetting.distribute[0].to",
            "loadBalancer: {localityLbSetting: {failover: [{from: a, to: a}]}}",
            ".loadBalancer.localityLbSetting.failover[0]",
            "loadBalancer: {localityLbSetting: {distribute: [{from: a, to: {b: 100}}],"
                + " failover: [{from: a, to: b}]}}",
            ".loadBalancer.localityLbSetting",
            "connectionPool: {tcp: {maxConnections: -1}}",
            ".connectionPool.tcp.maxConnections",
            "connectionPool: {tcp: {connectTimeout: 0s}}",
            ".connectionPool.tcp.connectTimeout",
            "connectionPool: {http: {useClientProtocol: true, h2UpgradePolicy: UPGRADE}}",
            ".connectionPool.http",
            "outlierDetection: {maxEjectionPercent: 101}",
            ".outlierDetection.maxEjectionPercent",
            "outlierDetection: {consecutiveLocalOriginFailures: 5}",
            ".outlierDetection.consecutiveLocalOriginFailures",
            "outlierDetection: {interval: -5s}",
            ".outlierDetection.interval",
            "tls: {mode: MUTUAL}",
            ".tls.clientCertificate",
            "tls: {mode: ISTIO_MUTUAL, credentialName: x}",
            ".tls",
            "portLevelSettings: [{tls: {mode: SIMPLE}}]",
            ".portLevelSettings[0].port",
            "portLevelSettings: [{port: {number: 1}}, {port: {number: 1}}]",
            ".portLevelSettings[1].port",
            "tunnel: {protocol: GET, targetHost: a, targetPort: 1}",
            ".tunnel.protocol"));
  }

  static Stream<Bad> others() {
    return Stream.of(
            of(
                ConfigKind.GATEWAY,
                "{servers: []}",
                "spec.servers",
                "{servers: [{port: {number: 0, protocol: HTTP, name: a}, hosts: ['*']}]}",
                "spec.servers[0].port.number",
                "{servers: [{port: {number: 80, protocol: SMTP, name: a}, hosts: ['*']}]}",
                "spec.servers[0].port.protocol",
                "{servers: [{port: {number: 443, protocol: HTTPS, name: a}, hosts: ['*']}]}",
                "spec.servers[0].tls",
                "{servers: [{port: {number: 80, protocol: HTTP, name: a}, hosts: ['*'],"
                    + " tls: {mode: SIMPLE, credentialName: x}}]}",
                "spec.servers[0].tls",
                "{servers: [{port: {number: 443, protocol: HTTPS, name: a}, hosts: ['*'],"
                    + " tls: {mode: SIMPLE}}]}",
                "spec.servers[0].tls",
                "{servers: [{port: {number: 443, protocol: HTTPS, name: a}, hosts: ['*'],"
                    + " tls: {mode: SIMPLE, credentialName: x, minProtocolVersion: TLSV1_3,"
                    + " maxProtocolVersion: TLSV1_2}}]}",
                "spec.servers[0].tls.minProtocolVersion",
                "{servers: [{port: {number: 80, protocol: HTTP, name: a}, hosts: ['a b']}]}",
                "spec.servers[0].hosts[0]",
                "{servers: [{port: {number: 80, protocol: HTTP, name: a}, hosts: [a], bind: x}]}",
                "spec.servers[0].bind"),
            of(
                ConfigKind.SERVICE_ENTRY,
                "{hosts: ['*'], ports: [{number: 80, name: http}]}",
                "spec.hosts[0]",
                "{hosts: [a], addresses: [nowhere], ports: [{number: 80, name: http}]}",
                "spec.addresses[0]",
                "{hosts: [a], ports: [{number: 80, name: a}, {number: 80, name: b}]}",
                "spec.ports[1].number",
                "{hosts: [a], ports: [{number: 80, name: a}, {number: 81, name: a}]}",
                "spec.ports[1].name",
                "{hosts: [a], ports: [{number: 80, name: a, protocol: SMTP}]}",
                "spec.ports[0].protocol",
                "{hosts: [a], ports: [{number: 80, name: a}], endpoints: [{address: 10.0.0.1}]}",
                "spec.endpoints",
                "{hosts: [a], ports: [{number: 80, name: a}], resolution: STATIC,"
                    + " endpoints: [{address: example.com}]}",
                "spec.endpoints[0].address",
                "{hosts: [a], ports: [{number: 80, name: a}], resolution: STATIC,"
                    + " endpoints: [{address: 10.0.0.1, ports: {b: 1}}]}",
                "spec.endpoints[0].ports[b]",
                "{hosts: ['*.a'], ports: [{number: 80, name: a}], resolution: DNS}",
                "spec.hosts",
                "{hosts: [a], ports: [{number: 80, name: a}], resolution: DNS_ROUND_ROBIN,"
                    + " endpoints: [{address: b}, {address: c}]}",
                "spec.endpoints",
                "{hosts: [a], ports: [{number: 80, name: a}], resolution: STATIC,"
                    + " endpoints: [{address: 10.0.0.1}], workloadSelector: {labels: {a: b}}}",
                "spec"),
            of(
                ConfigKind.WORKLOAD_ENTRY,
                "{}",
                "spec.address",
                "{address: 'unix://relative'}",
                "spec.address",
                "{address: 'unix:///a', ports: {http: 80}}",
                "spec.ports",
                "{address: 10.0.0.1, ports: {http: 0}}",
                "spec.ports[http]",
                "{address: 10.0.0.1, locality: a/b/c/d}",
                "spec.locality"),
            of(
                ConfigKind.WORKLOAD_GROUP,
                "{template: {}, probe: {}}",
                "spec.probe",
                "{template: {}, probe: {httpGet: {port: 99999}}}",
                "spec.probe.httpGet.port"),
            of(
                ConfigKind.SIDECAR,
                "{egress: [{hosts: [reviews]}]}",
                "spec.egress[0].hosts[0]",
                "{egress: [{hosts: ['*/*'], bind: 127.0.0.1}]}",
                "spec.egress[0].port",
                "{egress: [{hosts: ['*/*']}, {hosts: ['./*']}]}",
                "spec.egress[1]",
                "{ingress: [{port: {number: 80, protocol: HTTP, name: a},"
                    + " defaultEndpoint: '10.0.0.1:80'}]}",
                "spec.ingress[0].defaultEndpoint"),
            of(
                ConfigKind.ENVOY_FILTER,
                "{configPatches: [{applyTo: CLUSTER}]}",
                "spec.configPatches[0].patch",
                "{configPatches: [{applyTo: CLUSTER, patch: {operation: MERGE}}]}",
                "spec.configPatches[0].patch.value",
                "{configPatches: [{applyTo: CLUSTER, match: {listener: {}},"
                    + " patch: {operation: REMOVE}}]}",
                "spec.configPatches[0].match",
                "{configPatches: [{applyTo: CLUSTER, match: {proxy: {proxyVersion: '('}},"
                    + " patch: {operation: REMOVE}}]}",
                "spec.configPatches[0].match.proxy.proxyVersion"),
            of(
                ConfigKind.PEER_AUTHENTICATION,
                "{portLevelMtls: {80: {mode: STRICT}}}",
                "spec.portLevelMtls",
                "{selector: {matchLabels: {a: b}}, portLevelMtls: {0: {mode: STRICT}}}",
                "spec.portLevelMtls[0]",
                "{selector: {matchLabels: {a: 'b*'}}}",
                "spec.selector.matchLabels[a]"),
            of(
                ConfigKind.REQUEST_AUTHENTICATION,
                "{jwtRules: [{jwksUri: 'https://a'}]}",
                "spec.jwtRules[0].issuer",
                "{jwtRules: [{issuer: a, jwksUri: 'file:///etc/passwd'}]}",
                "spec.jwtRules[0].jwksUri",
                "{jwtRules: [{issuer: a, jwksUri: 'https://a', jwks: '{}'}]}",
                "spec.jwtRules[0].jwks",
                "{jwtRules: [{issuer: a, jwksUri: 'https://a', audience: b}]}",
                "spec.jwtRules[0].audience",
                "{targetRefs: [{kind: Service, name: a, namespace: b}]}",
                "spec.targetRefs[0].namespace",
                "{jwtRules: [{issuer: a, jwks: 'no JSON'}]}",
                "spec.jwtRules[0].jwks",
                "{jwtRules: [{issuer: a, jwks: '{\"keys\":[]}'}]}",
                "spec.jwtRules[0].jwks",
                "{jwtRules: [{issuer: a, jwks: '{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}]}'}]}",
                "spec.jwtRules[0].jwks",
                "{jwtRules: [{issuer: a, jwks: '{\"keys\":["
                    + KEY.replace("}", ",\"d\":\"AQAB\"}")
                    + "]}'}]}",
                "spec.jwtRules[0].jwks",
                "{jwtRules: [{issuer: a, jwks: '{\"keys\":[" + KEY.replace("f83", "g83") + "]}'}]}",
                "spec.jwtRules[0].jwks"),
            of(
                ConfigKind.AUTHORIZATION_POLICY,
                "{rules: [{when: [{key: 'request.headers[a b]', values: [c]}]}]}",
                "spec.rules[0].when[0].key",
                "{action: CUSTOM}",
                "spec.provider",
                "{action: ALLOW, provider: {name: x}}",
                "spec.provider",
                "{rules: [{from: [{source: {}}]}]}",
                "spec.rules[0].from[0].source",
                "{rules: [{from: [{source: {ipBlocks: [a]}}]}]}",
                "spec.rules[0].from[0].source.ipBlocks[0]",
                "{rules: [{to: [{operation: {ports: [http]}}]}]}",
                "spec.rules[0].to[0].operation.ports[0]",
                "{rules: [{to: [{operation: {paths: ['/{**}/{*}']}}]}]}",
                "spec.rules[0].to[0].operation.paths[0]",
                "{rules: [{when: [{key: request.mood, values: [a]}]}]}",
                "spec.rules[0].when[0].key",
                "{rules: [{when: [{key: source.ip, values: [a]}]}]}",
                "spec.rules[0].when[0].values[0]",
                "{selector: {matchLabels: {a: b}}, targetRefs: [{kind: Service, name: a}]}",
                "spec.targetRefs",
                "{targetRefs: [{kind: Deployment, name: a}]}",
                "spec.targetRefs[0]",
                "{targetRefs: [{kind: Service, name: 'a*'}]}",
                "spec.targetRefs[0].name",
                "{targetRef: {kind: Service}}",
                "spec.targetRef.name",
                "{rules: [{to: [{operation: {methods: [GET], path: [/a]}}]}]}",
                "spec.rules[0].to[0].operation.path"),
            of(
                ConfigKind.TELEMETRY,
                "{tracing: [{randomSamplingPercentage: 101}]}",
                "spec.tracing[0].randomSamplingPercentage",
                "{metrics: [{overrides: [{tagOverrides: {x: {operation: UPSERT}}}]}]}",
                "spec.metrics[0].overrides[0].tagOverrides[x].value"),
            of(
                ConfigKind.WASM_PLUGIN,
                "{url: 'ftp://a'}",
                "spec.url",
                "{url: a, sha256: abc}",
                "spec.sha256",
                "{url: a, match: [{ports: [{number: 0}]}]}",
                "spec.match[0].ports[0].number"),
            of(
                ConfigKind.TRAFFIC_EXTENSION,
                "{phase: AUTHN}",
                "spec",
                "{wasm: {url: 'ftp://a'}}",
                "spec.wasm.url",
                "{lua: {inlineCode: ''}}",
                "spec.lua.inlineCode"),
            of(ConfigKind.PROXY_CONFIG, "{concurrency: -1}", "spec.concurrency"),
            of(
                ConfigKind.SERVICE,
                "{ports: [{port: 0}]}",
                "spec.ports[0].port",
                "{clusterIP: somewhere}",
                "spec.clusterIPs[0]",
                "{type: ExternalName}",
                "spec.externalName"))
        .flatMap(cases -> cases);
  }

  @ParameterizedTest
  @MethodSource({"virtualServices", "httpRoutes", "destinationRules", "others"})
  void mistakeIsAnErrorAtItsField(Bad bad) {
    ConfigFile file = read(bad.kind(), bad.spec());
    assertThat(file.objects()).isEmpty();
    assertThat(file.diagnostics())
        .as(file.diagnostics().toString())
        .filteredOn(diagnostic -> diagnostic.severity() == Severity.ERROR)
        .extracting(Diagnostic::field)
        .containsExactly(bad.field());
    assertThat(file.diagnostics().getFirst().position().line()).isGreaterThan(0);
    assertThat(file.diagnostics().getFirst().message()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("odd")
  void oddityIsAWarningAtItsField(Bad odd) {
    ConfigFile file = read(odd.kind(), odd.spec());
    assertThat(file.objects()).hasSize(1);
    assertThat(file.diagnostics())
        .as(file.diagnostics().toString())
        .extracting(Diagnostic::field)
        .containsExactly(odd.field());
  }

  static Stream<Bad> odd() {
    return Stream.of(
            of(
                ConfigKind.VIRTUAL_SERVICE,
                "{hosts: [a], http: [{" + TO + "}, {" + TO + "}]}",
                "spec.http[1]"),
            of(ConfigKind.SERVICE_ENTRY, "{hosts: [a]}", "spec"),
            of(
                ConfigKind.SERVICE_ENTRY,
                "{hosts: [a], ports: [{number: 80, name: a}], resolution: STATIC}",
                "spec"),
            of(
                ConfigKind.AUTHORIZATION_POLICY,
                "{action: DENY}",
                "spec",
                "{targetRefs: [{kind: Service, name: a}], rules: [{}]}",
                "spec.targetRefs[0]",
                "{targetRef: {group: gateway.networking.k8s.io, kind: GatewayClass, name: a}}",
                "spec.targetRef",
                "{targetRef: {group: networking.istio.io, kind: Gateway, name: a}}",
                "spec.targetRef",
                "{targetRef: {group: networking.istio.io, kind: ServiceEntry, name: a}}",
                "spec.targetRef",
                "{rules: [{to: [{operation: {paths: ['/a*b']}}]}]}",
                "spec.rules[0].to[0].operation.paths[0]",
                "{rules: [{from: [{source: {principals: ['*a*']}}]}]}",
                "spec.rules[0].from[0].source.principals[0]",
                "{rules: [{from: [{source: {requestPrincipals: [user]}}]}]}",
                "spec.rules[0].from[0].source.requestPrincipals[0]"),
            of(
                ConfigKind.REQUEST_AUTHENTICATION,
                "{jwtRules: [{issuer: somebody@example.com}]}",
                "spec.jwtRules[0]",
                "{targetRefs: [{kind: Service, name: a}]}",
                "spec.targetRefs[0]",
                "{jwtRules: [{issuer: a, jwks: '{\"keys\":[" + KEY + ",{\"kty\":\"RSA\"}]}'}]}",
                "spec.jwtRules[0].jwks"))
        .flatMap(cases -> cases);
  }

  static Stream<Bad> good() {
    return Stream.of(
            http(
                "{" + TO + ", timeout: 0s}",
                "",
                "{" + TO + ", retries: {attempts: 3, retryOn: '5xx,reset,503'}}",
                "",
                "{" + TO + ", headers: {request: {set: {host: a, x: '%REQ(y):10% 100%%'}}}}",
                "",
                "{" + TO + ", rewrite: {uriRegexRewrite: {match: '(a)', rewrite: '\\1\\\\'}}}",
                "",
                "{" + TO + ", match: [{headers: {'@request.auth.claims.group': {exact: a}}}]}",
                "",
                "{redirect: {uri: /, derivePort: FROM_REQUEST_PORT}}",
                "",
                "{" + TO + ", headers: {response: {add: {x: '%CEL(size(request.path))%'}}}}",
                "",
                "{route: [{destination: {host: '*.example.com'}}]}",
                "",
                "{route: [{destination: {host: a}, weight: 0}, {destination: {host: b},"
                    + " weight: 7}]}",
                ""),
            of(
                ConfigKind.SIDECAR,
                "{egress: [{bind: 127.0.0.1, captureMode: NONE, hosts: ['./*'],"
                    + " port: {number: 3128, name: proxy, protocol: HTTP_PROXY}}]}",
                ""),
            of(
                ConfigKind.VIRTUAL_SERVICE,
                "{http: [{" + TO + "}]}",
                "",
                "{hosts: ['*'], gateways: [edge], http: [{" + TO + "}]}",
                "",
                "{hosts: ['*.a.com'], tls: [{match: [{sniHosts: [b.a.com]}], " + TO + "}]}",
                ""),
            of(
                ConfigKind.GATEWAY,
                "{servers: [{port: {number: 80, protocol: HTTP, name: a}, hosts: [ns/*.b, './*'],"
                    + " tls: {httpsRedirect: true}}]}",
                "",
                "{servers: [{port: {number: 443, protocol: TLS, name: a}, hosts: ['*'],"
                    + " tls: {mode: AUTO_PASSTHROUGH}}]}",
                ""),
            of(
                ConfigKind.SERVICE_ENTRY,
                "{hosts: ['*.a'], addresses: [10.0.0.0/8], ports: [{number: 80, name: a}]}",
                "",
                "{hosts: ['*.a'], ports: [{number: 80, name: a}], resolution: DYNAMIC_DNS}",
                ""),
            of(
                ConfigKind.SIDECAR,
                "{egress: [{port: {number: 80}, hosts: ['*/*']}, {hosts: ['./*', '~/*', ns/a.b]}]}",
                ""),
            of(
                ConfigKind.AUTHORIZATION_POLICY,
                "{}",
                "",
                "{rules: [{}]}",
                "",
                "{rules: [{to: [{operation: {paths: ['/a/{*}/{**}', '/b*', '*c']}}],"
                    + " when: [{key: 'request.headers[x]', values: ['*']}]}]}",
                ""))
        .flatMap(cases -> cases);
  }

  @ParameterizedTest
  @MethodSource("good")
  void whatIstioTakesIsTaken(Bad good) {
    ConfigFile file = read(good.kind(), good.spec());
    assertThat(file.diagnostics()).isEmpty();
    assertThat(file.objects()).hasSize(1);
  }

  @Test
  void checkedFieldHasTheLineWhereItIsWritten() {
    ConfigFile file =
        ConfigFile.read(
            "f.yaml",
            """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: x}
            spec:
              hosts: [x]
              http:
              - route:
                - destination:
                    host: x
                timeout: -1s
            """);
    assertThat(file.diagnostics())
        .extracting(Diagnostic::toString)
        .containsExactly(
            "f.yaml:10:5: error [InvalidValue] VirtualService default/x spec.http[0].timeout:"
                + " takes a duration of 1ms or more");
  }

  @Test
  void fieldPathOfAHostileNameIsNoTrap() {
    ConfigFile file =
        read(
            ConfigKind.VIRTUAL_SERVICE,
            "{hosts: [x], http: [{" + TO + ", headers: {request: {set: {'a].[b c': d}}}}]}");
    assertThat(file.diagnostics()).hasSize(1);
  }

  @Test
  void meshConfigIsCheckedToo() {
    assertThat(
            MeshConfigReader.read(
                    "mesh.yaml",
                    """
                    proxyListenPort: 0
                    extensionProviders:
                    - name: a
                      zipkin: {service: zipkin.istio-system.svc.cluster.local, port: 9411}
                    - name: a
                      envoyExtAuthzGrpc: {service: 'a b', port: 9000}
                    - name: c
                    defaultConfig: {tracing: {sampling: 200}}
                    """)
                .diagnostics())
        .extracting(Diagnostic::field)
        .containsExactly(
            "proxyListenPort",
            "extensionProviders[1].name",
            "extensionProviders[1].envoyExtAuthzGrpc.service",
            "extensionProviders[2]",
            "defaultConfig.tracing.sampling",
            "extensionProviders[0].zipkin",
            "defaultConfig.tracing");
  }

  private static ConfigFile read(ConfigKind kind, String spec) {
    String version = kind.versions().getFirst();
    String apiVersion = kind.group().isEmpty() ? version : kind.group() + "/" + version;
    return ConfigFile.read(
        "test.yaml",
        """
        apiVersion: %s
        kind: %s
        metadata: {name: x}
        spec: %s
        """
            .formatted(apiVersion, kind.kind(), spec));
  }
}
