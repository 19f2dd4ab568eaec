package io.meltemi.translator.config.check;

import io.meltemi.translator.config.ReadinessProbe;
import io.meltemi.translator.config.WorkloadGroup;

/** Checks a WorkloadGroup. */
final class WorkloadGroupChecks {

  private WorkloadGroupChecks() {}

  static void check(Findings at, WorkloadGroup group) {
    SelectorChecks.labels(at.at("metadata"), "labels", group.metadata().labels());
    WorkloadEntryChecks.details(at.at("template"), group.template());
    at.present("probe", group.probe(), WorkloadGroupChecks::probe);
  }

  static void probe(Findings at, ReadinessProbe probe) {
    NumberChecks.notNegative(at.at("initialDelaySeconds"), probe.initialDelaySeconds());
    NumberChecks.notNegative(at.at("timeoutSeconds"), probe.timeoutSeconds());
    NumberChecks.notNegative(at.at("periodSeconds"), probe.periodSeconds());
    NumberChecks.notNegative(at.at("successThreshold"), probe.successThreshold());
    NumberChecks.notNegative(at.at("failureThreshold"), probe.failureThreshold());
    if (probe.healthCheck().isEmpty()) {
      at.missing("needs httpGet, tcpSocket, exec or grpc");
      return;
    }
    switch (probe.healthCheck().get()) {
      case ReadinessProbe.HealthCheck.HttpGet get -> {
        NumberChecks.port(at.at("httpGet").at("port"), get.port());
        if (!get.scheme().isEmpty()
            && !get.scheme().equals("HTTP")
            && !get.scheme().equals("HTTPS")) {
          at.at("httpGet").at("scheme").invalid("takes HTTP or HTTPS");
        }
        at.at("httpGet")
            .each(
                "httpHeaders",
                get.httpHeaders(),
                (f, header) -> HeaderChecks.name(f.at("name"), header.name()));
      }
      case ReadinessProbe.HealthCheck.TcpSocket socket ->
          NumberChecks.port(at.at("tcpSocket").at("port"), socket.port());
      case ReadinessProbe.HealthCheck.Grpc grpc ->
          NumberChecks.port(at.at("grpc").at("port"), grpc.port());
      case ReadinessProbe.HealthCheck.Exec exec -> {
        if (exec.command().contains("")) {
          at.at("exec").at("command").invalid("has an empty part");
        }
      }
    }
  }
}
