package io.meltemi.it.capture;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * What runs in a pod: answers on each of its ports with the port, who called, and by which
 * certificate.
 */
final class PodApp {

  private PodApp() {}

  public static void main(String[] ports) throws Exception {
    for (String port : ports) {
      HttpServer server =
          HttpServer.create(
              new InetSocketAddress(InetAddress.getByName("::"), Integer.parseInt(port)), 50);
      server.createContext(
          "/",
          exchange -> {
            String peer = exchange.getRemoteAddress().getAddress().getHostAddress();
            String proof = exchange.getRequestHeaders().getFirst("X-Forwarded-Client-Cert");
            byte[] said =
                (port + " from " + peer.replaceFirst("%.*", "") + " " + (proof != null))
                    .getBytes(StandardCharsets.UTF_8);
            try (exchange) {
              exchange.sendResponseHeaders(200, said.length);
              exchange.getResponseBody().write(said);
            }
          });
      server.start();
    }
    Thread.currentThread().join();
  }
}
