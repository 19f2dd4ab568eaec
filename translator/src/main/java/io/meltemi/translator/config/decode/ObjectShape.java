package io.meltemi.translator.config.decode;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Optional;

/**
 * The fields of a mapping, learned from the decoder that reads it: whatever a decoder asks for is
 * in its shape, so a schema made of shapes cannot lag behind the records.
 *
 * @param record the record that the mapping becomes: {@code HttpRoute.Redirect}; absent if it is
 *     not kept as a record
 * @param fields in the order in which the decoder reads them
 * @param exclusives groups of fields of which at most one may be there
 */
public record ObjectShape(
    Optional<String> record,
    ImmutableMap<String, Field> fields,
    ImmutableList<ImmutableList<String>> exclusives) {

  /**
   * One field.
   *
   * @param required a mapping without it is refused, as is an empty text or list in its place
   * @param nullable an explicit null is a value of its own in protobuf's JSON: the wrapper types
   */
  public record Field(ValueShape shape, boolean required, boolean nullable) {}
}
