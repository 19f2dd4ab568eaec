package io.meltemi.istiod.kube;

import java.net.HttpURLConnection;

/** The API server answered, and it was no. */
public final class KubeRefusal extends Exception {

  private static final long serialVersionUID = 1L;

  private final int code;

  KubeRefusal(int code, String message) {
    super(code + " " + message);
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** The object is not there, or its kind, in this version: its CRD is missing or older. */
  public boolean isNotFound() {
    return code == HttpURLConnection.HTTP_NOT_FOUND;
  }

  /** The resourceVersion or the continue token is too old. */
  boolean isExpired() {
    return code == HttpURLConnection.HTTP_GONE;
  }

  /** Somebody else has changed the object meanwhile. */
  public boolean isConflict() {
    return code == HttpURLConnection.HTTP_CONFLICT;
  }

  /** istiod may not do that, or not yet: rights take a moment to arrive. */
  public boolean isForbidden() {
    return code == HttpURLConnection.HTTP_FORBIDDEN || code == HttpURLConnection.HTTP_UNAUTHORIZED;
  }
}
