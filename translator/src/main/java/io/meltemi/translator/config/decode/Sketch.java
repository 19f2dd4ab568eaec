package io.meltemi.translator.config.decode;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.meltemi.translator.config.decode.ObjectShape.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Listens to a decoder that reads nothing: which fields it asks for, and as what.
 *
 * <p>A decoder may read other fields when one of a group is there, so it is run once for each
 * member of each group, and once with none.
 */
final class Sketch {

  static final ValueShape TEXT = new ValueShape.Text();
  static final ValueShape FLAG = new ValueShape.Flag();
  static final ValueShape DECIMAL = new ValueShape.Decimal();
  static final ValueShape TIME = new ValueShape.Time();
  static final ValueShape BINARY = new ValueShape.Binary();
  static final ValueShape ANYTHING = new ValueShape.Anything();

  /** Protobuf's uint32. */
  static final ValueShape UNSIGNED = new ValueShape.Whole(0, 0xFFFF_FFFFL);

  static final ValueShape INTEGER = new ValueShape.Whole(Integer.MIN_VALUE, Integer.MAX_VALUE);
  static final ValueShape UNSIGNED_LONG = new ValueShape.Whole(0, Long.MAX_VALUE);
  static final ValueShape LONG = new ValueShape.Whole(Long.MIN_VALUE, Long.MAX_VALUE);

  /** The member of a group that this run is told is there, or the empty string. */
  private final String present;

  private final Set<String> names = new LinkedHashSet<>();
  private final Map<String, Field> fields = new LinkedHashMap<>();
  private final Map<String, String> aliases = new LinkedHashMap<>();
  private final List<ImmutableList<String>> exclusives = new ArrayList<>();

  private Sketch(String present) {
    this.present = present;
  }

  /** The names of all fields that a decoder may ask for. */
  static Set<String> names(Function<ObjectReader, ?> decoder) {
    Sketch sketch = new Sketch("");
    var _ = decoder.apply(ObjectReader.ofNothing(sketch));
    return sketch.names;
  }

  static ObjectShape shape(Function<ObjectReader, ?> decoder) {
    Sketch none = new Sketch("");
    Object made = decoder.apply(ObjectReader.ofNothing(none));
    List<Sketch> runs = new ArrayList<>(List.of(none));
    for (ImmutableList<String> group : none.exclusives) {
      for (String member : group) {
        Sketch run = new Sketch(member);
        var _ = decoder.apply(ObjectReader.ofNothing(run));
        runs.add(run);
      }
    }
    Map<String, Field> merged = new LinkedHashMap<>();
    for (Sketch run : runs) {
      run.fields.forEach((name, field) -> merged.merge(name, field, Sketch::merge));
    }
    merged.replaceAll(
        (name, field) ->
            new Field(
                field.shape(),
                runs.stream().allMatch(run -> run.requires(name)),
                field.nullable()));
    none.aliases.forEach(
        (old, name) -> {
          Field field = merged.get(name);
          if (field != null) {
            merged.put(old, field);
          }
        });
    return new ObjectShape(
        recordOf(made, !none.exclusives.isEmpty()),
        ImmutableMap.copyOf(merged),
        ImmutableList.copyOf(none.exclusives));
  }

  private static Field merge(Field one, Field other) {
    return new Field(one.shape(), false, one.nullable() || other.nullable());
  }

  private boolean requires(String name) {
    Field field = fields.get(name);
    return field != null && field.required();
  }

  /**
   * What is read differently by a member of a group is named after what the arms have in common.
   */
  private static Optional<String> recordOf(@Nullable Object made, boolean hasArms) {
    if (!(made instanceof Record)) {
      return Optional.empty();
    }
    Class<?> type = made.getClass();
    Class<?> around = type.getEnclosingClass();
    if (hasArms && around != null && around.isInterface()) {
      type = around;
      around = type.getEnclosingClass();
    }
    return Optional.of(
        around == null ? type.getSimpleName() : nameOf(around) + "." + type.getSimpleName());
  }

  private static String nameOf(Class<?> type) {
    Class<?> around = type.getEnclosingClass();
    return around == null ? type.getSimpleName() : nameOf(around) + "." + type.getSimpleName();
  }

  void name(String field) {
    names.add(field);
  }

  void alias(String name, String old) {
    aliases.put(old, name);
  }

  /** Says which member of the group is there. */
  String oneOf(String... group) {
    exclusives.add(ImmutableList.copyOf(group));
    return Arrays.asList(group).contains(present) ? present : "";
  }

  void field(String name, ValueShape shape) {
    Field known = fields.get(name);
    fields.put(name, new Field(shape, known != null && known.required(), false));
  }

  void required(String name) {
    Field known = fields.get(name);
    fields.put(name, new Field(known == null ? TEXT : known.shape(), true, false));
  }

  /** A scalar whose absence differs from protobuf's default. */
  void nullable(String name) {
    Field known = fields.get(name);
    if (known != null) {
      fields.put(name, new Field(known.shape(), known.required(), true));
    }
  }

  void choice(String name, Class<? extends Enum<?>> type) {
    choice(name, Arrays.stream(type.getEnumConstants()).map(Enum::name).toList());
  }

  void choice(String name, Iterable<String> words) {
    field(name, new ValueShape.Choice(ImmutableList.copyOf(words)));
  }

  void nested(
      String name, Function<ValueShape, ValueShape> wrapping, Function<ObjectReader, ?> decoder) {
    field(name, wrapping.apply(new ValueShape.Nested(shape(decoder))));
  }
}
