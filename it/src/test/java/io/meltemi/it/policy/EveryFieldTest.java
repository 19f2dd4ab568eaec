package io.meltemi.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.meltemi.it.envoy.Checkout;
import io.meltemi.translator.config.AuthorizationPolicy;
import io.meltemi.translator.config.ExtensionProvider;
import io.meltemi.translator.config.RequestAuthentication;
import io.meltemi.translator.config.WorkloadSelector;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A field of a policy that no test of this package writes has never been seen to work in an Envoy.
 * The fields are those of the records, so a new one fails here until somebody tries it; that each
 * is also translated is for the translator's {@code PolicyFieldsTest} to say.
 */
final class EveryFieldTest {

  /** Of a word, also behind the {@code \n} of a Java string. */
  private static final String START = "(\\b|\\\\n)";

  private static final String FOLDER = "it/src/test/java/io/meltemi/it/policy";

  @Test
  void everyFieldOfAPolicyIsWrittenInATest() throws IOException {
    String tests = tests();
    List<String> untried = new ArrayList<>();
    for (Class<?> type :
        List.of(
            AuthorizationPolicy.class,
            RequestAuthentication.class,
            ExtensionProvider.ExtAuthzHttp.class,
            ExtensionProvider.ExtAuthzGrpc.class)) {
      collect(type, tests, untried);
    }
    assertThat(untried).isEmpty();
  }

  private static void collect(Class<?> type, String tests, List<String> untried) {
    for (RecordComponent field : type.getRecordComponents()) {
      String written = type == WorkloadSelector.class ? "matchLabels" : field.getName();
      if (!Pattern.compile(START + written + ": ").matcher(tests).find()) {
        untried.add(type.getSimpleName() + "." + field.getName());
      }
      Class<?> inside = inside(field.getGenericType());
      if (inside.isRecord()) {
        collect(inside, tests, untried);
      }
    }
  }

  /** Of a list or an optional value, what is in it. */
  private static Class<?> inside(Type type) {
    return type instanceof ParameterizedType generic
        ? inside(generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1])
        : (Class<?>) type;
  }

  private static String tests() throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.list(Checkout.path(FOLDER))) {
      for (Path file : files.sorted().toList()) {
        text.append(Files.readString(file));
      }
    }
    assertThat(text).isNotEmpty();
    return text.toString();
  }
}
