package io.meltemi.webhook.inject;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import java.util.List;

/**
 * What is known of a pod only when it runs. It stands in the proxy's arguments as {@code $(NAME)},
 * which kubelets replace by the container's variable of that name.
 */
enum KubeletVariables {
  POD_NAME("metadata.name"),
  POD_NAMESPACE("metadata.namespace"),
  INSTANCE_IP("status.podIP"),
  INSTANCE_IPS("status.podIPs"),
  SERVICE_ACCOUNT("spec.serviceAccountName"),
  NODE_NAME("spec.nodeName"),
  HOST_IP("status.hostIP");

  /** Of Unicode's private use: nobody's text has them, and JSON does not escape them. */
  private static final char OPEN = '\uE000';

  private static final char CLOSE = '\uE001';

  private final String field;

  KubeletVariables(String field) {
    this.field = field;
  }

  /** Stands for the value until {@link #argument} has made an argument of the text. */
  String placeholder() {
    return OPEN + name() + CLOSE;
  }

  /** An argument: what users wrote stays as it is, whatever a kubelet would read into it. */
  static String argument(String text) {
    String argument = text.replace("$", "$$");
    for (KubeletVariables variable : values()) {
      argument = argument.replace(variable.placeholder(), "$(" + variable.name() + ")");
    }
    return argument;
  }

  /** The variables themselves, which a container needs before they can be used. */
  static List<EnvVar> all() {
    return java.util.Arrays.stream(values()).map(KubeletVariables::variable).toList();
  }

  private EnvVar variable() {
    return new EnvVarBuilder()
        .withName(name())
        .withNewValueFrom()
        .withNewFieldRef()
        .withFieldPath(field)
        .endFieldRef()
        .endValueFrom()
        .build();
  }
}
