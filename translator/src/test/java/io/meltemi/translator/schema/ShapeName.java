package io.meltemi.translator.schema;

import io.meltemi.translator.config.decode.ObjectShape;
import io.meltemi.translator.config.decode.ValueShape;

/** Under which name a mapping stands in the files beside the decoders. */
final class ShapeName {

  private ShapeName() {}

  /**
   * The record's name, or the place of a mapping that is not kept as a record: {@code from:
   * [{source: …}]} becomes a list of sources, and the wrapping goes.
   */
  static String of(ObjectShape shape, String place) {
    return shape.record().filter(record -> !isWrapped(shape, record)).orElse(place);
  }

  private static boolean isWrapped(ObjectShape shape, String record) {
    return shape.fields().values().stream()
        .anyMatch(
            field ->
                field.shape() instanceof ValueShape.Nested nested
                    && nested.shape().record().filter(record::equals).isPresent());
  }
}
