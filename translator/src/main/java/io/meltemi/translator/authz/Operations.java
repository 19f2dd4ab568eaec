package io.meltemi.translator.authz;

import static io.meltemi.translator.authz.Logic.PERMISSIONS;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import io.envoyproxy.envoy.config.rbac.v3.Permission;
import io.meltemi.translator.authz.Logic.Test;
import io.meltemi.translator.config.AuthorizationPolicy;
import java.util.List;
import java.util.Optional;

/** Reads {@code to}: what is called. */
final class Operations {

  private static final String METHOD = ":method";
  private static final int LAST_PORT = 65_535;

  private final RuleContext context;

  Operations(RuleContext context) {
    this.context = context;
  }

  Formula<Permission> operation(AuthorizationPolicy.Operation operation) {
    return PERMISSIONS.and(
        ImmutableList.of(
            field(operation.hosts(), operation.notHosts(), ofRequests(Hosts::host)),
            field(operation.methods(), operation.notMethods(), ofRequests(methods())),
            field(operation.paths(), operation.notPaths(), ofRequests(Test.of(Paths::path))),
            field(operation.ports(), operation.notPorts(), ports())));
  }

  Formula<Permission> field(List<String> values, List<String> notValues, Test<Permission> test) {
    return PERMISSIONS.field(values, notValues, context.leaning(), test);
  }

  private Test<Permission> ofRequests(Test<Permission> test) {
    return context.isHttp() ? test : (_, leaning) -> Formula.undecided(leaning);
  }

  private static Test<Permission> methods() {
    return Test.of(
        value ->
            Optional.of(
                Permission.newBuilder()
                    .setHeader(ValuePattern.parse(value).headerMatcher(METHOD, false))
                    .build()));
  }

  /** The port that the proxy takes the call on: the workload's, not the service's. */
  static Test<Permission> ports() {
    return Test.of(
        value ->
            Optional.ofNullable(Ints.tryParse(value))
                .filter(port -> port > 0 && port <= LAST_PORT)
                .map(port -> Permission.newBuilder().setDestinationPort(port).build()));
  }
}
