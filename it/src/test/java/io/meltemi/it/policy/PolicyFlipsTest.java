package io.meltemi.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Policies change while calls come in, and no call profits from it. */
final class PolicyFlipsTest {

  private static final int CALLERS = 3;
  private static final int FLIPS = 12;

  private final PolicyMesh mesh = PolicyMesh.shared();

  PolicyFlipsTest() throws Exception {}

  private static String deny(String name) {
    return PolicyMesh.policyYaml(
            name, "action: DENY\nrules: [{to: [{operation: {paths: [/admin*]}}]}]")
        + "---\n";
  }

  private static String allow(String name, String rule) {
    return PolicyMesh.policyYaml(name, "rules: [{" + rule + "}]") + "---\n";
  }

  @Test
  void noForbiddenRequestSlipsThroughAndNoAllowedOneIsRefused() throws Exception {
    mesh.apply(deny("first") + allow("all", ""));
    Queue<String> wrong = new ConcurrentLinkedQueue<>();
    AtomicInteger calls = new AtomicInteger();
    List<Thread> callers = new ArrayList<>();
    boolean[] over = {false};
    for (int i = 0; i < CALLERS; i++) {
      callers.add(Thread.ofPlatform().daemon().start(() -> call(wrong, calls, over)));
    }
    for (int flip = 0; flip < FLIPS; flip++) {
      // The DENY is renamed, the ALLOW is another, both at once.
      mesh.apply(
          flip % 2 == 0
              ? deny("second") + allow("gets", "to: [{operation: {methods: [GET]}}]")
              : deny("first") + allow("all", ""));
    }
    synchronized (over) {
      over[0] = true;
    }
    for (Thread caller : callers) {
      caller.join(20_000);
    }
    assertThat(wrong).isEmpty();
    assertThat(calls.get()).isGreaterThan(FLIPS);
  }

  private void call(Queue<String> wrong, AtomicInteger calls, boolean[] over) {
    while (true) {
      synchronized (over) {
        if (over[0]) {
          return;
        }
      }
      try {
        RawHttp.Answer forbidden = mesh.http(RawHttp.get("/admin"));
        if (forbidden.status() != 403) {
          wrong.add("/admin: " + forbidden);
        }
        RawHttp.Answer allowed = mesh.http(RawHttp.get("/public"));
        if (allowed.status() != 200) {
          wrong.add("/public: " + allowed);
        }
        calls.incrementAndGet();
      } catch (Exception e) {
        wrong.add(e.toString());
      }
    }
  }
}
