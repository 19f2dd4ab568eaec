package io.meltemi.translator.config.decode;

import io.meltemi.translator.config.ServiceEntry;
import io.meltemi.translator.config.WorkloadEntry;
import io.meltemi.translator.config.WorkloadGroup;

/** Reads a {@link ServiceEntry} and a {@link WorkloadEntry}, which may be part of one. */
final class ServiceEntryDecoder {

  private ServiceEntryDecoder() {}

  static ServiceEntry serviceEntry(ObjectReader in) {
    return new ServiceEntry(
        in.requiredStrings("hosts"),
        in.strings("addresses"),
        in.list("ports", ServiceEntryDecoder::port),
        in.enumeration("location", ServiceEntry.Location.class),
        in.enumeration("resolution", ServiceEntry.Resolution.class),
        in.list("endpoints", ServiceEntryDecoder::workloadEntry),
        in.object("workloadSelector", SharedDecoder::labels),
        in.strings("exportTo"),
        in.strings("subjectAltNames"));
  }

  private static ServiceEntry.Port port(ObjectReader in) {
    return new ServiceEntry.Port(
        in.requiredUnsigned("number"),
        in.string("protocol"),
        in.requiredString("name"),
        in.unsigned("targetPort"));
  }

  static WorkloadEntry workloadEntry(ObjectReader in) {
    return new WorkloadEntry(
        in.string("address"),
        in.unsignedMap("ports"),
        in.stringMap("labels"),
        in.string("network"),
        in.string("locality"),
        in.unsigned("weight"),
        in.string("serviceAccount"));
  }

  static WorkloadGroup workloadGroup(ObjectReader in) {
    return new WorkloadGroup(
        in.objectOrEmpty("metadata", ServiceEntryDecoder::metadata),
        in.requiredObject("template", ServiceEntryDecoder::workloadEntry),
        in.object("probe", SharedDecoder::readinessProbe));
  }

  private static WorkloadGroup.Metadata metadata(ObjectReader in) {
    return new WorkloadGroup.Metadata(in.stringMap("labels"), in.stringMap("annotations"));
  }
}
