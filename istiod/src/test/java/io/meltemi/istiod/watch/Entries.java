package io.meltemi.istiod.watch;

import java.util.stream.Collectors;

/**
 * A short way to write WorkloadEntries: each line {@code name=address} is one, {@code name!} one
 * with an error, {@code !} something too broken to have a name.
 */
final class Entries {

  private Entries() {}

  static String yaml(String lines) {
    return lines.lines().map(Entries::document).collect(Collectors.joining("---\n"));
  }

  private static String document(String line) {
    if (line.equals("!")) {
      return "kind: [WorkloadEntry\n";
    }
    int end = Math.max(line.indexOf('='), line.indexOf('!'));
    String address = line.charAt(end) == '!' ? "[]" : "1.1.1." + line.substring(end + 1);
    return """
        apiVersion: networking.istio.io/v1
        kind: WorkloadEntry
        metadata:
          name: %s
        spec:
          address: %s
        """
        .formatted(line.substring(0, end), address);
  }
}
