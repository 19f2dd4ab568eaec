package io.meltemi.translator.config.check;

import io.meltemi.translator.config.WorkloadEntry;

/** Checks a WorkloadEntry, alone or as an endpoint. */
final class WorkloadEntryChecks {

  private WorkloadEntryChecks() {}

  static void check(Findings at, WorkloadEntry entry) {
    if (entry.address().isEmpty() && entry.network().isEmpty()) {
      at.at("address").missing("is required");
    }
    details(at, entry);
  }

  /** Everything except that there is an address: a template has none. */
  static void details(Findings at, WorkloadEntry entry) {
    Findings address = at.at("address");
    if (entry.address().startsWith(AddressChecks.UNIX)) {
      AddressChecks.socket(address, entry.address());
      if (!entry.ports().isEmpty()) {
        at.at("ports").conflict("a socket has no ports");
      }
    } else if (!entry.address().isEmpty()) {
      HostChecks.nameOrAddress(address, entry.address());
    }
    entry
        .ports()
        .forEach(
            (name, port) -> {
              if (!HostChecks.isLabel(name)) {
                at.entry("ports", name).invalid("is not a port's name");
              }
              NumberChecks.port(at.entry("ports", name), port);
            });
    SelectorChecks.labels(at, "labels", entry.labels());
    NumberChecks.notNegative(at.at("weight"), entry.weight());
    if (entry.locality().split("/", -1).length > 3) {
      at.at("locality").invalid("takes region/zone/subzone, not \"" + entry.locality() + "\"");
    }
  }
}
