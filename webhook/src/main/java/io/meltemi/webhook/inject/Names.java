package io.meltemi.webhook.inject;

/** Names inside injected pods; users and tools look for them under Istio's. */
final class Names {

  static final String PROXY = "istio-proxy";
  static final String INIT = "istio-init";

  /** Stands where the user's own container must name an image and means the injected one. */
  static final String AUTO_IMAGE = "auto";

  static final String TOKEN_VOLUME = "istio-token";
  static final String ROOT_VOLUME = "istiod-ca-cert";
  static final String POD_INFO_VOLUME = "istio-podinfo";

  static final String TOKEN_FOLDER = "/var/run/secrets/tokens";
  static final String TOKEN_FILE = "istio-token";
  static final String ROOT_FOLDER = "/var/run/secrets/istio";
  static final String ROOT_FILE = "root-cert.pem";
  static final String POD_INFO_FOLDER = "/etc/istio/pod";
  static final String ROOT_SECRET_FILE = "root-secret.json";

  static final int ADMIN_PORT = 15000;
  static final int OUTBOUND_PORT = 15001;
  static final int INBOUND_PORT = 15006;
  static final int HEALTH_PORT = 15021;
  static final int PROMETHEUS_PORT = 15090;
  static final int ISTIOD_PORT = 15012;

  static final long PROXY_ID = 1337;

  private Names() {}
}
