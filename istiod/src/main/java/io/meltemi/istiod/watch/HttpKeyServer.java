package io.meltemi.istiod.watch;

import com.google.common.io.ByteStreams;
import io.meltemi.translator.config.RequestAuthentication.JwtRule;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.util.Timeout;

/**
 * Fetches key sets over HTTP, for whoever may write a RequestAuthentication: so it goes to no
 * address that is not allowed, by whatever name or redirect it is sent there, takes no more than a
 * key set's size, and no more than a few seconds.
 */
public final class HttpKeyServer implements KeyServer, AutoCloseable {

  /** Large issuers publish some tens of kilobytes. */
  private static final int MOST_BYTES = 512 * 1024;

  private static final int MOST_REDIRECTS = 3;

  private final Duration patience;
  private final CloseableHttpClient client;

  public HttpKeyServer(AllowedAddresses allowed, Duration patience) {
    this.patience = patience;
    Timeout timeout = Timeout.of(patience);
    this.client =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setDnsResolver(new Guard(allowed))
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(timeout)
                            .setSocketTimeout(timeout)
                            .build())
                    .build())
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setMaxRedirects(MOST_REDIRECTS)
                    .setResponseTimeout(timeout)
                    .setConnectionRequestTimeout(timeout)
                    .build())
            .disableCookieManagement()
            .disableAuthCaching()
            .disableAutomaticRetries()
            .build();
  }

  /** The client connects to what this returns and nothing else, so that a name is asked once. */
  private static final class Guard extends SystemDefaultDnsResolver {
    private final AllowedAddresses allowed;

    Guard(AllowedAddresses allowed) {
      this.allowed = allowed;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      InetAddress[] addresses = super.resolve(host);
      for (InetAddress address : addresses) {
        if (!allowed.allows(address)) {
          throw new UnknownHostException(
              host
                  + " is at "
                  + address.getHostAddress()
                  + ", where keys are not fetched from; permit it with --jwksAllow");
        }
      }
      return Arrays.copyOf(addresses, addresses.length);
    }
  }

  @Override
  public String fetch(String address) throws IOException {
    if (!JwtRule.isDiscovery(address)) {
      return document(address);
    }
    return document(KeySetText.keysAddress(document(address)));
  }

  private String document(String address) throws IOException {
    URI uri = KeySetText.httpAddress(address);
    HttpGet get = new HttpGet(uri);
    get.setHeader("accept", "application/json");
    Thread watchdog = watchdog(get);
    try {
      return client.execute(get, HttpKeyServer::body);
    } finally {
      watchdog.interrupt();
    }
  }

  /** A server that sends a byte now and then would never run into the timeouts of sockets. */
  private Thread watchdog(HttpGet get) {
    return Thread.ofVirtual()
        .name("key-set-deadline")
        .start(
            () -> {
              try {
                TimeUnit.NANOSECONDS.sleep(patience.multipliedBy(2).toNanos());
                get.abort();
              } catch (InterruptedException _) {
                // in time
              }
            });
  }

  private static String body(ClassicHttpResponse response) throws IOException {
    if (response.getCode() != 200) {
      throw new IOException("the server answered " + response.getCode());
    }
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      throw new IOException("the server answered nothing");
    }
    try (InputStream in = entity.getContent()) {
      byte[] bytes = ByteStreams.limit(in, MOST_BYTES + 1L).readAllBytes();
      if (bytes.length > MOST_BYTES) {
        throw new IOException("the answer is longer than " + MOST_BYTES + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    client.close(org.apache.hc.core5.io.CloseMode.IMMEDIATE);
  }
}
