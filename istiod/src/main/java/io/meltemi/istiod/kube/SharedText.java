package io.meltemi.istiod.kube;

/** Strings that all reflectors of a process share. */
public final class SharedText {

  private final SharedStrings strings = new SharedStrings();

  SharedStrings strings() {
    return strings;
  }
}
