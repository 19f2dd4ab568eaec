package io.meltemi.it.capture;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import io.meltemi.it.envoy.Checkout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A bridge and namespaces on it, as a node of Kubernetes makes them for pods: each with an IPv4 and
 * an IPv6 address. Nothing of it is seen outside; closing it takes all away.
 */
final class PodNetwork implements AutoCloseable {

  private final String prefix = "mt" + ProcessHandle.current().pid() + "-";
  private final List<String> made = new ArrayList<>();

  /** With the address that ends in 1: outside of every pod. */
  static final int HUB = 1;

  PodNetwork() throws IOException, InterruptedException {
    Commands.run(List.of(Checkout.path(".ci/need-iptables").toString()));
    add(HUB);
    ip(HUB, "link add br0 type bridge");
    address(HUB, "br0");
  }

  /** The pod whose addresses end in that number. */
  void pod(int number) throws IOException, InterruptedException {
    add(number);
    ip(HUB, "link add v" + number + " type veth peer name eth0 netns " + name(number));
    ip(HUB, "link set v" + number + " master br0 up");
    address(number, "eth0");
    ip(number, "route add default via " + ipv4(HUB));
    ip(number, "-6 route add default via " + ipv6(HUB));
  }

  private void add(int number) throws IOException, InterruptedException {
    Commands.run(List.of("ip", "netns", "add", name(number)));
    made.add(name(number));
    ip(number, "link set lo up");
  }

  private void address(int number, String device) throws IOException, InterruptedException {
    ip(number, "addr add " + ipv4(number) + "/24 dev " + device);
    ip(number, "-6 addr add " + ipv6(number) + "/64 dev " + device + " nodad");
    ip(number, "link set " + device + " up");
  }

  private void ip(int number, String words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ip", "-n", name(number)));
    command.addAll(Splitter.on(' ').splitToList(words));
    Commands.run(command);
  }

  static String ipv4(int number) {
    return "10.77.0." + number;
  }

  static String ipv6(int number) {
    return "fd77::" + number;
  }

  private String name(int number) {
    return prefix + number;
  }

  /** The same, run there. */
  ImmutableList<String> in(int number, List<String> command) {
    return ImmutableList.<String>builder()
        .add("ip", "netns", "exec", name(number))
        .addAll(command)
        .build();
  }

  /** Our rules, by the program that pods run first. */
  void capture(int number, String... flags) throws IOException, InterruptedException {
    Path program = Checkout.path("webhook/src/main/proxy-init/proxy-init");
    Commands.run(
        in(number, ImmutableList.<String>builder().add(program.toString()).add(flags).build()));
  }

  /** All rules of the pod, without counters. */
  String rules(int number) throws IOException, InterruptedException {
    StringBuilder all = new StringBuilder();
    for (String program : List.of("iptables-save", "ip6tables-save")) {
      for (String line : Splitter.on('\n').split(Commands.run(in(number, List.of(program))))) {
        if (line.startsWith("-A") || line.startsWith(":ISTIO")) {
          all.append(line.replaceFirst("\\[.*", "")).append('\n');
        }
      }
    }
    return all + Commands.run(in(number, List.of("ip", "rule")));
  }

  /** What is answered, or the empty text if nothing is. */
  String call(int number, String host, String url) throws IOException, InterruptedException {
    Process curl =
        new ProcessBuilder(
                in(
                    number,
                    List.of("curl", "-s", "-g", "-m", "15", "-f", "-H", "Host: " + host, url)))
            .start();
    String answer =
        new String(curl.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    return curl.waitFor() == 0 ? answer : "";
  }

  @Override
  public void close() throws IOException {
    try {
      for (String name : made) {
        Commands.run(List.of("ip", "netns", "del", name));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("namespaces may be left behind: " + made, e);
    }
  }
}
