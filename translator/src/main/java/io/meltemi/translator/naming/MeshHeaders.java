package io.meltemi.translator.naming;

/** Headers that proxies of the mesh say something to each other with. */
public final class MeshHeaders {

  /**
   * In a response that the server's proxy gives in the place of an application that cannot be
   * reached: the application has not seen the request, so whatever it is, it may be sent to another
   * endpoint, after as many seconds as the value says. It comes from proxies only and goes to
   * proxies only.
   */
  public static final String UNDELIVERED = "x-meltemi-undelivered";

  private MeshHeaders() {}
}
