package io.meltemi.translator.config.check;

import com.google.common.primitives.Ints;
import io.meltemi.translator.config.ExtensionProvider;
import java.util.List;

/** Checks an extension provider of MeshConfig. */
final class ProviderChecks {

  private ProviderChecks() {}

  static void check(Findings at, ExtensionProvider provider) {
    if (provider.provider().isEmpty()) {
      at.missing("says nothing; add one of the providers, zipkin for example");
      return;
    }
    switch (provider.provider().get()) {
      case ExtensionProvider.ExtAuthzHttp it -> extAuthzHttp(at.at("envoyExtAuthzHttp"), it);
      case ExtensionProvider.ExtAuthzGrpc it -> {
        Findings f = at.at("envoyExtAuthzGrpc");
        service(f, it.service(), it.port());
        NumberChecks.duration(f, "timeout", it.timeout());
        status(f.at("statusOnError"), it.statusOnError());
      }
      case ExtensionProvider.Zipkin it -> {
        service(at.at("zipkin"), it.service(), it.port());
        NumberChecks.duration(at.at("zipkin"), "timeout", it.timeout());
        headers(at.at("zipkin"), "headers", it.headers());
      }
      case ExtensionProvider.Lightstep it -> service(at.at("lightstep"), it.service(), it.port());
      case ExtensionProvider.Datadog it -> service(at.at("datadog"), it.service(), it.port());
      case ExtensionProvider.OpenCensus it -> service(at.at("opencensus"), it.service(), it.port());
      case ExtensionProvider.SkyWalking it -> service(at.at("skywalking"), it.service(), it.port());
      case ExtensionProvider.OpenTelemetry it -> openTelemetry(at.at("opentelemetry"), it);
      case ExtensionProvider.FileAccessLog it ->
          at.at("envoyFileAccessLog").present("logFormat", it.logFormat(), ProviderChecks::format);
      case ExtensionProvider.HttpAccessLogService it ->
          service(at.at("envoyHttpAls"), it.service(), it.port());
      case ExtensionProvider.TcpAccessLogService it ->
          service(at.at("envoyTcpAls"), it.service(), it.port());
      case ExtensionProvider.OtelAccessLog it -> {
        service(at.at("envoyOtelAls"), it.service(), it.port());
        at.at("envoyOtelAls").present("logFormat", it.logFormat(), ProviderChecks::format);
      }
      case ExtensionProvider.Sds it -> service(at.at("sds"), it.service(), it.port());
      case ExtensionProvider.Stackdriver _, ExtensionProvider.Prometheus _ -> {}
    }
  }

  private static void extAuthzHttp(Findings at, ExtensionProvider.ExtAuthzHttp provider) {
    service(at, provider.service(), provider.port());
    NumberChecks.duration(at, "timeout", provider.timeout());
    status(at.at("statusOnError"), provider.statusOnError());
    if (!provider.pathPrefix().isEmpty() && !provider.pathPrefix().startsWith("/")) {
      at.at("pathPrefix").invalid("begins with a slash");
    }
    provider
        .includeAdditionalHeadersInCheck()
        .forEach(
            (name, value) -> {
              Findings entry = at.entry("includeAdditionalHeadersInCheck", name);
              HeaderChecks.name(entry, name);
              HeaderChecks.value(entry, value);
            });
  }

  private static void openTelemetry(Findings at, ExtensionProvider.OpenTelemetry provider) {
    service(at, provider.service(), provider.port());
    at.present(
        "http",
        provider.http(),
        (f, http) -> {
          NumberChecks.duration(f, "timeout", http.timeout());
          headers(f, "headers", http.headers());
        });
    at.present(
        "grpc",
        provider.grpc(),
        (f, grpc) -> {
          NumberChecks.duration(f, "timeout", grpc.timeout());
          headers(f, "initialMetadata", grpc.initialMetadata());
        });
    if (provider.http().isPresent() && provider.grpc().isPresent()) {
      at.conflict("http and grpc exclude each other; keep one");
    }
  }

  private static void headers(
      Findings at, String field, List<ExtensionProvider.HttpHeader> headers) {
    at.each(
        field,
        headers,
        (f, header) -> {
          HeaderChecks.name(f.at("name"), header.name());
          HeaderChecks.value(f.at("value"), header.value());
        });
  }

  private static void format(Findings at, ExtensionProvider.LogFormat format) {
    FormatChecks.text(at.at("text"), format.text());
    at.present("labels", format.labels(), FormatChecks::fields);
  }

  /** {@code [namespace/]host}, and a port. */
  private static void service(Findings at, String service, int port) {
    if (service.isEmpty()) {
      at.at("service").missing("is required");
    } else {
      HostChecks.nameOrAddress(at.at("service"), service.substring(service.indexOf('/') + 1));
    }
    NumberChecks.port(at.at("port"), port);
  }

  private static void status(Findings at, String status) {
    if (status.isEmpty()) {
      return;
    }
    Integer number = Ints.tryParse(status);
    if (number == null) {
      at.invalid("takes a status code such as 403, not \"" + status + "\"");
    } else {
      NumberChecks.range(at, number, 200, 599);
    }
  }
}
