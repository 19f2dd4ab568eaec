package io.meltemi.translator.config.check;

import com.google.common.base.CharMatcher;
import io.meltemi.translator.config.WorkloadEntry;
import java.util.Map;

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
    String address = entry.address();
    if (address.startsWith(AddressChecks.UNIX)) {
      AddressChecks.socket(at.at("address"), address);
      if (!entry.ports().isEmpty()) {
        at.at("ports").conflict("a socket has no ports");
      }
    } else if (!address.isEmpty()
        && !AddressChecks.isAddress(address)
        && !HostChecks.isName(address)) {
      at.at("address").invalid("takes an IP address or a DNS name, not \"" + address + "\"");
    }
    for (Map.Entry<String, Integer> port : entry.ports().entrySet()) {
      Findings place = at.entry("ports", port.getKey());
      if (!HostChecks.isLabel(port.getKey())) {
        place.invalid("is not a port's name");
      }
      NumberChecks.port(place, port.getValue());
    }
    SelectorChecks.labels(at, "labels", entry.labels());
    if (entry.weight() < 0) {
      at.at("weight").invalid("cannot be negative");
    }
    if (CharMatcher.is('/').countIn(entry.locality()) > 2) {
      at.at("locality").invalid("takes region/zone/subzone, not \"" + entry.locality() + "\"");
    }
  }
}
