package io.meltemi.translator.route;

import com.google.protobuf.BoolValue;
import io.envoyproxy.envoy.config.core.v3.RuntimeFractionalPercent;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.type.v3.FractionalPercent;

/** Writes where copies of requests go. */
final class MirrorConfigurer {

  private MirrorConfigurer() {}

  static void configure(RouteAction.Builder action, ForwardAction.Mirror mirror) {
    RouteAction.RequestMirrorPolicy.Builder policy =
        RouteAction.RequestMirrorPolicy.newBuilder()
            .setCluster(mirror.cluster())
            .setTraceSampled(BoolValue.of(false));
    FractionalPercent share = Percentages.fractional(mirror.share());
    if (mirror.share().value() < 100) {
      policy.setRuntimeFraction(RuntimeFractionalPercent.newBuilder().setDefaultValue(share));
    }
    action.addRequestMirrorPolicies(policy);
  }
}
