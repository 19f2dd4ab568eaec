package io.meltemi.istiod;

import io.meltemi.istiod.cli.IstiodCommand;

/** The program. */
public final class Istiod {

  private Istiod() {}

  public static void main(String[] arguments) {
    System.exit(IstiodCommand.run(arguments));
  }
}
