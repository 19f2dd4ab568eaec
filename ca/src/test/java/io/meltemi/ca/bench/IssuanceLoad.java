package io.meltemi.ca.bench;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.meltemi.ca.service.wire.IstioCertificateRequest;
import io.meltemi.ca.service.wire.IstioCertificateResponse;
import io.meltemi.ca.service.wire.IstioCertificateServiceGrpc;
import io.meltemi.ca.service.wire.IstioCertificateServiceGrpc.IstioCertificateServiceStub;
import io.meltemi.ca.x509.Csrs;
import io.meltemi.ca.x509.KeyType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks a running istiod for certificates over TLS, with a token and a fresh request each, from
 * several connections: as many as it can, then at a fixed rate, then ten thousand at once. Prints
 * what each came to.
 *
 * <p>Arguments: HOST:PORT ROOT-CERT TOKEN-FILE PID [REQUESTS] [RATE].
 */
final class IssuanceLoad {
  private static final int CONNECTIONS = 8;
  private static final int AT_A_TIME = 64;
  private static final int STORM = 10_000;

  private final List<IstioCertificateServiceStub> stubs = new ArrayList<>();
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final String pid;

  private IssuanceLoad(String target, Path root, Path tokenFile, String pid) throws Exception {
    this.pid = pid;
    ChannelCredentials credentials =
        TlsChannelCredentials.newBuilder().trustManager(root.toFile()).build();
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
        "Bearer " + Files.readString(tokenFile).strip());
    for (int i = 0; i < CONNECTIONS; i++) {
      ManagedChannel channel =
          Grpc.newChannelBuilder(target, credentials)
              .overrideAuthority("istiod.istio-system.svc")
              .build();
      channels.add(channel);
      stubs.add(
          IstioCertificateServiceGrpc.newStub(channel)
              .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers)));
    }
  }

  public static void main(String[] args) throws Exception {
    IssuanceLoad load = new IssuanceLoad(args[0], Path.of(args[1]), Path.of(args[2]), args[3]);
    int requests = args.length > 4 ? Integer.parseInt(args[4]) : 10_000;
    int rate = args.length > 5 ? Integer.parseInt(args[5]) : 500;
    List<String> csrs = csrs(Math.max(requests, STORM));
    load.asManyAsPossible("warm-up", csrs.subList(0, Math.min(4_000, csrs.size())));
    load.asManyAsPossible("as many as it can", csrs.subList(0, requests));
    load.atRate(csrs.subList(0, Math.min(csrs.size(), rate * 20)), rate);
    load.storm(csrs.subList(0, STORM));
    for (ManagedChannel channel : load.channels) {
      channel.shutdownNow();
      channel.awaitTermination(5, TimeUnit.SECONDS);
    }
  }

  private static List<String> csrs(int count) throws Exception {
    List<String> csrs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      csrs.add(Csrs.proper(KeyType.P256.generate()));
    }
    return csrs;
  }

  /** What came back of many requests. */
  private final class Answers {
    final long[] nanos;
    final CountDownLatch left;
    final AtomicInteger failures = new AtomicInteger();
    final AtomicInteger next = new AtomicInteger();
    final long start = System.nanoTime();
    final double cpu = cpuSeconds();

    Answers(int count) {
      this.nanos = new long[count];
      this.left = new CountDownLatch(count);
    }

    void send(int number, String csr, Runnable then) {
      long begin = System.nanoTime();
      stubs
          .get(number % stubs.size())
          .createCertificate(
              IstioCertificateRequest.newBuilder().setCsr(csr).build(),
              new StreamObserver<>() {
                @Override
                public void onNext(IstioCertificateResponse response) {}

                @Override
                public void onError(Throwable failure) {
                  if (failures.getAndIncrement() == 0) {
                    System.out.println("first failure: " + failure);
                  }
                  end();
                }

                @Override
                public void onCompleted() {
                  end();
                }

                private void end() {
                  nanos[next.getAndIncrement()] = System.nanoTime() - begin;
                  left.countDown();
                  then.run();
                }
              });
    }

    void report(String what) throws InterruptedException {
      if (!left.await(5, TimeUnit.MINUTES)) {
        System.out.println("unanswered: " + left.getCount());
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      double used = cpuSeconds() - cpu;
      Arrays.sort(nanos);
      System.out.printf(
          Locale.ROOT,
          "%-20s %6d requests %6.0f/s, %4.0f us of CPU each, %d failed; p50 %.1f ms, p99 %.1f ms%n",
          what,
          nanos.length,
          nanos.length / seconds,
          used / nanos.length * 1e6,
          failures.get(),
          nanos[nanos.length / 2] / 1e6,
          nanos[nanos.length * 99 / 100] / 1e6);
    }
  }

  private void asManyAsPossible(String what, List<String> csrs) throws InterruptedException {
    Answers answers = new Answers(csrs.size());
    Semaphore atATime = new Semaphore(AT_A_TIME);
    for (int i = 0; i < csrs.size(); i++) {
      atATime.acquire();
      answers.send(i, csrs.get(i), atATime::release);
    }
    answers.report(what);
  }

  private void atRate(List<String> csrs, int rate) throws InterruptedException {
    Answers answers = new Answers(csrs.size());
    long start = System.nanoTime();
    for (int i = 0; i < csrs.size(); i++) {
      LockSupport.parkNanos(start + i * 1_000_000_000L / rate - System.nanoTime());
      answers.send(i, csrs.get(i), () -> {});
    }
    answers.report("at " + rate + " a second");
  }

  private void storm(List<String> csrs) throws InterruptedException {
    Answers answers = new Answers(csrs.size());
    for (int i = 0; i < csrs.size(); i++) {
      answers.send(i, csrs.get(i), () -> {});
    }
    answers.report("all at once");
  }

  /** Of the server's process, user and system, from /proc; ticks are 10 ms. */
  private double cpuSeconds() {
    try {
      String stat = Files.readString(Path.of("/proc", pid, "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
