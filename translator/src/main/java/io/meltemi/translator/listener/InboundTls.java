package io.meltemi.translator.listener;

/** What an inbound port accepts. Decides which chains the port has; today there is one answer. */
enum InboundTls {
  /** No TLS of the mesh's: what comes is passed on as it is. */
  DISABLED
}
