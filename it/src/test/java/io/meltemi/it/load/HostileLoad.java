package io.meltemi.it.load;

import com.google.common.collect.Iterables;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.meltemi.translator.xds.XdsType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * {@code .ci/hostile-load}: healthy clients of a running istiod, by themselves and then beside each
 * kind of attack in turn. Prints what an endpoint change and a certificate took, and the server's
 * memory and CPU.
 *
 * <p>Arguments: PID FOLDER ADS-PORT SECURE-PORT HTTP-PORT MONITORING-PORT ROOT-CERT TOKEN-FILE CSR
 * SECONDS ATTACKER...: the last are the words that start {@link Attacks}.
 */
final class HostileLoad implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final int PROXIES = 10;

  private static final MethodDescriptor<ByteString, ByteString> CREATE =
      MethodDescriptor.<ByteString, ByteString>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("istio.v1.auth.IstioCertificateService/CreateCertificate")
          .setRequestMarshaller(new Bytes())
          .setResponseMarshaller(new Bytes())
          .build();

  private final Path process;
  private final LoadMesh mesh;
  private final LoadFleet fleet;
  private final ManagedChannel certificates;
  private final ByteString csr;
  private int marker;

  private HostileLoad(String[] arguments) throws IOException {
    process = Path.of("/proc", arguments[0]);
    mesh = mesh(Path.of(arguments[1]));
    fleet = new LoadFleet("127.0.0.1", Integer.parseInt(arguments[2]), mesh, PROXIES);
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
        "Bearer " + Files.readString(Path.of(arguments[7])).strip());
    certificates =
        NettyChannelBuilder.forAddress("127.0.0.1", Integer.parseInt(arguments[3]))
            .sslContext(
                GrpcSslContexts.forClient().trustManager(Path.of(arguments[6]).toFile()).build())
            .overrideAuthority("istiod.istio-system.svc")
            .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
            .build();
    ByteString.Output request = ByteString.newOutput();
    CodedOutputStream out = CodedOutputStream.newInstance(request);
    out.writeString(1, Files.readString(Path.of(arguments[8])));
    out.flush();
    csr = request.toByteString();
  }

  /** What istiod is to serve: written before it is started. */
  static LoadMesh mesh(Path folder) throws IOException {
    return new LoadMesh(new LoadMesh.Size(10, 200, 10, 100, 100), folder);
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 1) {
      mesh(Path.of(arguments[0])).write();
      return;
    }
    try (HostileLoad load = new HostileLoad(arguments)) {
      load.run(
          Integer.parseInt(arguments[9]),
          List.of(arguments).subList(10, arguments.length),
          List.of(arguments).subList(2, 6));
    }
  }

  private void run(int seconds, List<String> attacker, List<String> ports) throws Exception {
    fleet.connect(LIMIT);
    measure(2L * seconds);
    System.out.println(
        "| attack | push p50; p99 before | during | certificate p50; p99 before | during | CPU"
            + " before | during | RSS before | during | after |");
    System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    String only = System.getProperty("attack", "");
    for (String attack : Iterables.filter(Attacks.names(), name -> name.contains(only))) {
      Sample before = measure(seconds);
      List<String> command = new ArrayList<>(attacker);
      command.addAll(List.of(attack, Integer.toString(seconds + 2)));
      command.addAll(ports);
      Process running =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.INHERIT)
              .start();
      running.waitFor(1500, TimeUnit.MILLISECONDS); // a JVM's start
      Sample during = measure(seconds);
      running.waitFor();
      System.out.printf(
          Locale.ROOT,
          "| %s | %s | %s | %s | %s | %.0f %% | %.0f %% | %d | %d | %d |%n",
          attack,
          quantiles(before.pushes),
          quantiles(during.pushes),
          quantiles(before.certificates),
          quantiles(during.certificates),
          before.cpu,
          during.cpu,
          before.rss,
          during.rss,
          rss());
    }
  }

  /** Delays in milliseconds, per cent of a core, MiB. */
  private record Sample(List<Double> pushes, List<Double> certificates, double cpu, long rss) {}

  private Sample measure(long seconds) throws Exception {
    List<Double> pushes = new ArrayList<>();
    List<Double> issued = new ArrayList<>();
    long begin = System.nanoTime();
    double cpu = cpuSeconds();
    long most = 0;
    while (System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(seconds)) {
      marker++;
      byte[] address =
          "10.200.%d.%d"
              .formatted(100 + marker / 150, 100 + marker % 150)
              .getBytes(StandardCharsets.UTF_8);
      LoadFleet.Round round = fleet.expect(XdsType.ENDPOINT, address);
      mesh.moveEndpoint(marker * 37 % mesh.size().services(), marker);
      pushes.addAll(round.await(LIMIT));
      for (int i = 0; i < 10; i++) {
        long start = System.nanoTime();
        ClientCalls.blockingUnaryCall(
            certificates, CREATE, CallOptions.DEFAULT.withDeadlineAfter(1, TimeUnit.MINUTES), csr);
        issued.add((System.nanoTime() - start) / 1e6);
      }
      most = Math.max(most, rss());
    }
    double took = (System.nanoTime() - begin) / 1e9;
    return new Sample(pushes, issued, (cpuSeconds() - cpu) / took * 100, most);
  }

  private static String quantiles(List<Double> delays) {
    Collections.sort(delays);
    return String.format(
        Locale.ROOT,
        "%.1f; %.1f",
        delays.get(delays.size() / 2),
        delays.get(delays.size() * 99 / 100));
  }

  /** Ticks are 10 ms. */
  private double cpuSeconds() throws IOException {
    String stat = Files.readString(process.resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
  }

  private long rss() throws IOException {
    for (String line : Files.readAllLines(process.resolve("status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
      }
    }
    throw new IOException(process + " says no VmRSS");
  }

  @Override
  public void close() {
    fleet.close();
    certificates.shutdownNow();
  }

  /** Messages stay bytes. */
  private static final class Bytes implements MethodDescriptor.Marshaller<ByteString> {
    @Override
    public InputStream stream(ByteString value) {
      return new ByteArrayInputStream(value.toByteArray());
    }

    @Override
    public ByteString parse(InputStream stream) {
      try {
        return ByteString.copyFrom(stream.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
