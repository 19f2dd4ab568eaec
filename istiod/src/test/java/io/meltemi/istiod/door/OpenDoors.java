package io.meltemi.istiod.door;

import com.google.common.collect.ImmutableSortedSet;
import com.google.common.util.concurrent.MoreExecutors;
import io.grpc.ServerInterceptors;
import io.meltemi.ca.SpiffeId;
import io.meltemi.ca.authenticate.ClientCertificateAuthenticator;
import io.meltemi.ca.authority.CaOptions;
import io.meltemi.ca.authority.CertificateAuthority;
import io.meltemi.ca.authority.IssuedIdentity;
import io.meltemi.ca.service.CallCredentialsInterceptor;
import io.meltemi.ca.store.PrivateFiles;
import io.meltemi.ca.x509.Pem;
import io.meltemi.istiod.xds.AdsOptions;
import io.meltemi.istiod.xds.AdsService;
import io.meltemi.istiod.xds.ProxyConnection;
import io.meltemi.istiod.xds.ProxyListener;
import io.meltemi.istiod.xds.ProxyRegistry;
import io.meltemi.istiod.xds.SecretSupply;
import io.meltemi.istiod.xds.StreamGuard;
import io.meltemi.istiod.xds.testing.Dial;
import io.meltemi.istiod.xds.testing.TestNodes;
import io.meltemi.istiod.xds.testing.XdsClient;
import io.meltemi.translator.xds.ProxySnapshot;
import io.meltemi.translator.xds.XdsType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;

/** A door in plaintext and one over TLS, and who comes in; nothing of the rest of istiod. */
final class OpenDoors implements AutoCloseable, ProxyListener {

  private static final SpiffeId REVIEWS = new SpiffeId("cluster.local", "default", "reviews");
  private static final int PATIENCE_MILLIS = 20_000;

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final CertificateAuthority authority;
  private final Path roots;
  private final AdsService ads;
  private final GrpcDoor plaintext;
  private final GrpcDoor secure;
  private final List<XdsClient> clients = new ArrayList<>();
  private final List<Socket> sockets = new ArrayList<>();

  OpenDoors(Path state, DoorLimits limits) {
    authority =
        CertificateAuthority.selfSigned(
            state, CaOptions.of("cluster.local"), InstantSource.system());
    roots = state.resolve("roots.pem");
    PrivateFiles.write(
        roots, authority.ownRoots().stream().map(Pem::write).collect(Collectors.joining()));
    ads =
        new AdsService(
            AdsOptions.DEFAULT,
            () -> true,
            this,
            SecretSupply.NONE,
            new ProxyRegistry(),
            InstantSource.system());
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    plaintext = GrpcDoor.plaintext(any, limits, ads.behind(StreamGuard.OPEN));
    DoorTls tls =
        new DoorTls(
            authority,
            ImmutableSortedSet.of("istiod.istio-system.svc"),
            InstantSource.system(),
            timer);
    CallerGuard guard =
        new CallerGuard(
            new ClientCertificateAuthenticator("cluster.local", List.of()),
            MoreExecutors.directExecutor(),
            () -> {});
    secure =
        GrpcDoor.secure(
            any,
            limits,
            tls,
            ServerInterceptors.intercept(ads.behind(guard), new CallCredentialsInterceptor()));
    try {
      plaintext.open();
      secure.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void onConnect(ProxyConnection connection) {
    connection.publish(ProxySnapshot.EMPTY);
  }

  @Override
  public void onDisconnect(ProxyConnection connection) {}

  Dial dialSecure() {
    return Dial.tls(secure.address(), roots);
  }

  Dial dialWithCertificate() {
    return certified(authority);
  }

  /** With a certificate of this mesh's names that another CA has signed. */
  Dial dialWithStolenName(Path otherState) {
    try (CertificateAuthority other =
        CertificateAuthority.selfSigned(
            otherState, CaOptions.of("cluster.local"), InstantSource.system())) {
      return certified(other);
    }
  }

  private Dial certified(CertificateAuthority by) {
    IssuedIdentity issued = by.issue(REVIEWS, Duration.ofHours(1));
    return dialSecure().withCertificate(issued.chainPem(), issued.privateKeyPem());
  }

  /** A stream that has been answered. */
  XdsClient plaintextClient() {
    return answered(client(dialPlaintext()));
  }

  Dial dialPlaintext() {
    return Dial.plaintext(plaintext.address());
  }

  XdsClient client(Dial dial) {
    XdsClient client = XdsClient.delta(dial, TestNodes.known("default", "r", "reviews"));
    clients.add(client);
    return client;
  }

  /** Subscribes and waits for the answer. */
  static XdsClient answered(XdsClient client) {
    client.subscribe(XdsType.CLUSTER);
    client.awaitResponses(XdsType.CLUSTER, 1);
    return client;
  }

  /** Waits until a stream that was answered once is answered again. */
  static void goesOn(XdsClient client) {
    int before = client.responses().size();
    client.subscribe(XdsType.SECRET, "something-" + before);
    client.await("another answer", () -> client.responses().size() > before);
  }

  Socket socketToPlaintext() {
    return socket(plaintext.port());
  }

  Socket socketToSecure() {
    return socket(secure.port());
  }

  /** From another address of this machine. */
  Socket socketToSecure(String from) {
    return socket(secure.port(), from);
  }

  Socket socketToPlaintext(String from) {
    return socket(plaintext.port(), from);
  }

  /** Waits until the door over TLS has that many connections. */
  void awaitConnections(int count) {
    long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
    while (secure.connections() != count) {
      if (System.nanoTime() > end) {
        throw new AssertionError(secure.connections() + " connections, not " + count);
      }
      Thread.onSpinWait();
    }
  }

  long turnedAway() {
    return plaintext.turnedAway() + secure.turnedAway();
  }

  private Socket socket(int port) {
    return socket(port, "127.0.0.1");
  }

  private Socket socket(int port, String from) {
    try {
      Socket socket =
          new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(from), 0);
      socket.setSoTimeout(PATIENCE_MILLIS);
      sockets.add(socket);
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    clients.forEach(XdsClient::close);
    try {
      for (Socket socket : sockets) {
        socket.close();
      }
      plaintext.shut();
      secure.shut();
      ads.endStreams("the test is over");
      plaintext.close(Duration.ofSeconds(2));
      secure.close(Duration.ofSeconds(2));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    ads.close();
    timer.shutdownNow();
    authority.close();
  }
}
