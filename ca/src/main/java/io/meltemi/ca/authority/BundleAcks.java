package io.meltemi.ca.authority;

/** Knows what the connected proxies have taken; the ledger of the control plane does. */
public interface BundleAcks {
  /** Whether every connected proxy has acknowledged a trust bundle of that version. */
  boolean allConnectedHave(String bundleVersion);
}
