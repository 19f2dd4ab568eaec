package io.meltemi.translator.config.check;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code exportTo}: who may see an object. */
final class ExportChecks {

  private ExportChecks() {}

  static void exportTo(Findings at, String field, List<String> namespaces) {
    Set<String> seen = new HashSet<>();
    at.each(
        field,
        namespaces,
        (f, namespace) -> {
          boolean known = namespace.equals(".") || namespace.equals("*") || namespace.equals("~");
          if (!known && !HostChecks.isLabel(namespace)) {
            f.invalid(
                "takes . (this namespace), * (all), ~ (none) or a namespace, not \""
                    + namespace
                    + "\"");
          } else if (!seen.add(namespace)) {
            f.conflict("\"" + namespace + "\" is written twice; remove one");
          }
        });
    if (seen.size() > 1 && (seen.contains("*") || seen.contains("~"))) {
      at.at(field).conflict("* and ~ stand alone; remove the other entries");
    }
  }
}
