package io.meltemi.translator.config.decode;

/** Which spellings of a field are read, and what becomes of fields that the record has not. */
enum FieldNames {
  /** As in the CRDs; others are reported. */
  STRICT,
  /** Also {@code proxy_listen_port}, as protobuf's JSON form allows in MeshConfig. */
  CAMEL_OR_SNAKE,
  /** For narrowings, which leave out fields on purpose: others are passed over. */
  OPEN
}
