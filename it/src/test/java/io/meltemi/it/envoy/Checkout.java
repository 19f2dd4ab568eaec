package io.meltemi.it.envoy;

import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout that the tests run in: its scripts and samples are under test, too. */
public final class Checkout {

  private static final Path ROOT = findRoot();

  private Checkout() {}

  /** A file or folder, named from the top of the checkout. */
  public static Path path(String name) {
    return ROOT.resolve(name);
  }

  /** Maven runs tests in the module's folder, an IDE anywhere in the checkout. */
  private static Path findRoot() {
    Path start = Path.of("").toAbsolutePath();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(folder.resolve("samples/bookinfo"))) {
        return folder;
      }
    }
    throw new IllegalStateException(start + " is not inside a checkout");
  }
}
