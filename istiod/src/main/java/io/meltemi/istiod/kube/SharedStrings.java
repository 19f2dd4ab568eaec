package io.meltemi.istiod.kube;

/**
 * Shares equal short strings among all objects: keys and values of labels repeat tens of thousands
 * of times. A table of fixed size that forgets: sharing saves memory, and nothing else hangs on it,
 * so neither do races.
 */
final class SharedStrings {

  private static final int SIZE = 1 << 15;
  private static final int LONGEST = 128;

  private final String[] known = new String[SIZE];

  SharedStrings() {
    java.util.Arrays.fill(known, "");
  }

  String shared(String text) {
    if (text.length() > LONGEST) {
      return text;
    }
    int hash = text.hashCode();
    int slot = (hash ^ (hash >>> 15)) & (SIZE - 1);
    String there = known[slot];
    if (there.equals(text)) {
      return there;
    }
    known[slot] = text;
    return text;
  }
}
