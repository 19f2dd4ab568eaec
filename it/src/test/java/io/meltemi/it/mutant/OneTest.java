package io.meltemi.it.mutant;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import com.google.common.base.Throwables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs the test {@code CLASS#METHOD}, all of its cases, and says in one line how it went. Ends with
 * 0 if it passed, 1 if the test itself failed, 2 if it could not do its work: nothing ran, what it
 * needs did not start, classes do not fit together.
 */
final class OneTest {

  private static final int PASSED = 0;
  private static final int FAILED = 1;
  private static final int BROKEN = 2;

  private OneTest() {}

  public static void main(String[] arguments) {
    int hash = arguments[0].indexOf('#');
    String type = arguments[0].substring(0, hash);
    String method = arguments[0].substring(hash + 1);
    Outcome outcome = new Outcome();
    Launcher launcher = LauncherFactory.create();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(type))
            .filters((PostDiscoveryFilter) test -> FilterResult.includedIf(named(test, method)))
            .build();
    launcher.execute(request, outcome);
    System.out.println("=> " + outcome.says());
    System.exit(outcome.code()); // whatever threads are left
  }

  private static boolean named(TestDescriptor test, String method) {
    return test.getSource()
        .filter(MethodSource.class::isInstance)
        .map(source -> ((MethodSource) source).getMethodName().equals(method))
        .orElse(true);
  }

  /** Of all cases of one test. */
  private static final class Outcome implements TestExecutionListener {

    private final List<Throwable> failed = new ArrayList<>();
    private final List<Throwable> broken = new ArrayList<>();
    private int passed;

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      switch (result.getStatus()) {
        case SUCCESSFUL -> passed += test.isTest() ? 1 : 0;
        case ABORTED -> broken.add(new IllegalStateException("skipped " + test.getDisplayName()));
        case FAILED -> {
          Throwable why = result.getThrowable().orElseThrow();
          (test.isTest() && isOfTheTest(why) ? failed : broken).add(why);
        }
      }
    }

    /** Rather than of what it needs. */
    private static boolean isOfTheTest(Throwable failure) {
      return Throwables.getCausalChain(failure).stream()
          .noneMatch(
              cause ->
                  cause instanceof LinkageError
                      || Arrays.stream(cause.getStackTrace())
                          .anyMatch(frame -> frame.getMethodName().equals("awaitReady")));
    }

    int code() {
      if (!broken.isEmpty()) {
        return BROKEN;
      }
      return failed.isEmpty() ? passed > 0 ? PASSED : BROKEN : FAILED;
    }

    String says() {
      List<Throwable> shown = broken.isEmpty() ? failed : broken;
      shown.forEach(Throwable::printStackTrace);
      return shown.isEmpty()
          ? passed + " passed"
          : shown.getFirst().toString().strip().replaceAll("\\s+", " ");
    }
  }
}
