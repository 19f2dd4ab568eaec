package io.meltemi.translator.config.decode;

/**
 * How much is read before a document is refused. Generous for people, small for a machine: an
 * object in Kubernetes cannot exceed about 1.5 MiB (etcd's request limit).
 */
final class ReadLimits {

  /** Characters of one document. */
  static final int DOCUMENT_CHARS = 8 << 20;

  /** Nested mappings and lists. */
  static final int DEPTH = 200;

  /** Values of one document, those behind aliases counted every time they are used. */
  static final int NODES = 1_000_000;

  private ReadLimits() {}
}
